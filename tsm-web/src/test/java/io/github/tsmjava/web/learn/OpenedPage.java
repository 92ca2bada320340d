package io.github.tsmjava.web.learn;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The exported page in a browser, opened from the disk. */
final class OpenedPage implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChromeDriver driver;
    private final String address;

    private OpenedPage(ChromeDriver driver, String address) {
        this.driver = driver;
        this.address = address;
    }

    /** Skips the test where there is no browser. */
    static OpenedPage in(Path folder) throws IOException, InterruptedException {
        Optional<Path> program = find("chromium", "chromium-browser", "google-chrome");
        Optional<Path> chromedriver = find("chromedriver");
        assumeTrue(program.isPresent() && chromedriver.isPresent(),
                "skipped: no chromium and chromedriver on the PATH");
        Path page = Files.writeString(folder.resolve("see-the-shift.html"), LearnPage.of(Pages.DATA));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program.get().toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--window-size=1280,900",
                "--force-prefers-reduced-motion");
        options.setCapability("goog:loggingPrefs", logs);
        OpenedPage opened = new OpenedPage(new ChromeDriver(new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.get().toFile()).build(), options), page.toUri().toString());
        opened.show();
        return opened;
    }

    private static Optional<Path> find(String... names) {
        return Stream.of(names).flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(place -> Path.of(place, name))).filter(Files::isExecutable).findFirst();
    }

    ChromeDriver driver() {
        return driver;
    }

    String address() {
        return address;
    }

    /** Anew. */
    void show() throws InterruptedException {
        show(address);
    }

    void show(String other) throws InterruptedException {
        driver.get(other);
        Instant end = Instant.now().plus(PATIENCE);
        while (!"true".equals(script("return document.documentElement.dataset.ready"))) {
            assertTrue(Instant.now().isBefore(end), "the page does not get ready: " + complaints());
            Thread.sleep(100);
        }
    }

    Object script(String text, Object... arguments) {
        return driver.executeScript(text, arguments);
    }

    /** What the page has written to the browser's console since they were asked for last. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(Object::toString).toList();
    }

    /** "reduce" or "no-preference". */
    void motion(String wish) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-reduced-motion", "value", wish))));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
