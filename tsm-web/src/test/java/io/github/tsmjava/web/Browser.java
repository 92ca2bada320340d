package io.github.tsmjava.web;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A Chromium without a window, on the page. */
final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Kept, so that what is set of it stays. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    private Browser(String address, String... arguments) {
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1280,900");
        options.addArguments(arguments);
        driver = new ChromeDriver(new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile()).withLogFile(new File("/dev/null")).build(), options);
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        driver.get(address);
    }

    /** Skips a test where there is no browser. */
    static void require() {
        assumeTrue(Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
                "the page is not tested: " + CHROMIUM + " and " + DRIVER + " (chromium, chromium-driver) are not installed");
    }

    static Browser withoutCamera(ServedPage page) {
        return new Browser(page.address(), "--use-fake-ui-for-media-stream");
    }

    static Browser refusing(ServedPage page) {
        return new Browser(page.address(), "--use-fake-device-for-media-stream", "--deny-permission-prompts");
    }

    static Browser withCamera(ServedPage page, Path y4m) {
        return withCamera(page.address(), y4m);
    }

    static Browser withCamera(String address, Path y4m) {
        return new Browser(address, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
                "--use-file-for-fake-video-capture=" + y4m.toAbsolutePath());
    }

    void press(String id) {
        driver.findElement(By.id(id)).click();
    }

    /** Gives a file to an input for files. */
    void choose(String selector, Path file) {
        driver.findElement(By.cssSelector(selector)).sendKeys(file.toAbsolutePath().toString());
    }

    String text(String id) {
        return driver.findElement(By.id(id)).getText();
    }

    String attribute(String id, String name) {
        return driver.findElement(By.id(id)).getDomAttribute(name);
    }

    Object run(String script) {
        return driver.executeScript(script);
    }

    Object runAsync(String script, Object... arguments) {
        return driver.executeAsyncScript(script, arguments);
    }

    void scriptTimeout(Duration time) {
        driver.manage().timeouts().scriptTimeout(time);
    }

    /** Writes into a field and presses Enter. */
    void type(String id, String text) {
        driver.findElement(By.id(id)).sendKeys(text, Keys.ENTER);
    }

    void reload() {
        driver.navigate().refresh();
    }

    /** Waits until the text is there. */
    void await(String expected, Supplier<String> text) throws InterruptedException {
        await(expected, text, PATIENCE);
    }

    void await(String expected, Supplier<String> text, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        String found = text.get();
        while (!found.contains(expected)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("expected '%s', found '%s'".formatted(expected, found));
            }
            Thread.sleep(50);
            found = text.get();
        }
    }

    /** What is decided on within some seconds, and how often that is seen; without "no gesture". */
    Map<String, Integer> decisions(Duration time) throws InterruptedException {
        Map<String, Integer> seen = new LinkedHashMap<>();
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            String decision = (String) run("const d = document.getElementById('decision');"
                    + "return d.dataset.idle === 'true' ? '' : d.textContent");
            if (!decision.isEmpty()) {
                seen.merge(decision, 1, Integer::sum);
            }
            Thread.sleep(30);
        }
        return seen;
    }

    /**
     * The decision that is seen most, as soon as that is the expected one; empty if there is none. While the server warms up, the
     * network sees few of the pictures and may take one gesture for another.
     */
    String settled(String expected) throws InterruptedException {
        Map<String, Integer> seen = new LinkedHashMap<>();
        String most = "";
        for (int part = 0; part < 12 && (part < 2 || !most.equals(expected)); part++) {
            decisions(Duration.ofSeconds(5)).forEach((label, count) -> seen.merge(label, count, Integer::sum));
            most = seen.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse("");
        }
        return most;
    }

    /** What the page complained of. */
    List<String> complaints() {
        List<String> lines = new ArrayList<>();
        driver.manage().logs().get("browser").forEach(entry -> {
            if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
                lines.add(entry.getMessage());
            }
        });
        return lines;
    }

    /** As on a phone that is held upright, at night. */
    void likeAPhoneAtNight() {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", true));
        driver.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
    }

    void open(String address) {
        driver.get(address);
    }

    byte[] picture() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
