package io.github.tsmjava.web.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import io.github.tsmjava.models.network.Shifting.ShiftMode;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.web.Lesson;
import io.github.tsmjava.web.learn.LearnData.ShiftTable;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The exported page in a browser, opened from the disk. */
class LearnBrowserTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Of the stream that plays. */
    private static final Duration SOME_FRAMES = Duration.ofSeconds(4);
    private static final List<String> SCENES =
            List.of("clip", "order", "grid", "sum", "place", "free", "stream", "matter");

    /** What no control changes: the title with its numbers, and the names of the scenes. */
    private static final String WORDS = "return [...document.querySelectorAll('.title > p, h1, h2')].map(e => e.textContent)";

    @TempDir
    private static Path folder;
    private static Path page;
    private static ChromeDriver browser;

    @BeforeAll
    static void open() throws Exception {
        Optional<Path> program = find("chromium", "chromium-browser", "google-chrome");
        Optional<Path> driver = find("chromedriver");
        assumeTrue(program.isPresent() && driver.isPresent(), "skipped: no chromium and chromedriver on the PATH");
        page = Files.writeString(folder.resolve("see-the-shift.html"), LearnPage.of(Pages.DATA));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program.get().toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--window-size=1280,900", "--force-prefers-reduced-motion");
        options.setCapability("goog:loggingPrefs", logs);
        browser = new ChromeDriver(
                new ChromeDriverService.Builder().usingDriverExecutable(driver.get().toFile()).build(), options);
        show();
    }

    private static void show() throws InterruptedException {
        show(page.toUri().toString());
    }

    private static void show(String address) throws InterruptedException {
        browser.get(address);
        Instant end = Instant.now().plus(PATIENCE);
        while (!"true".equals(script("return document.documentElement.dataset.ready"))) {
            assertTrue(Instant.now().isBefore(end), "the page does not get ready: " + complaints());
            Thread.sleep(100);
        }
    }

    private static Optional<Path> find(String... names) {
        return Stream.of(names).flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(place -> Path.of(place, name))).filter(Files::isExecutable).findFirst();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.quit();
        }
    }

    private static Object script(String text, Object... arguments) {
        return ((JavascriptExecutor) browser).executeScript(text, arguments);
    }

    private static List<String> complaints() {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream().map(Object::toString).toList();
    }

    /** A link leads the keyboard to each scene, and the next tab to something in it that can be used. */
    @Test
    void scenesAreReachedByKeyboard() {
        List<WebElement> links = browser.findElements(By.cssSelector(".scenes a"));
        assertEquals(SCENES.size(), links.size());
        for (int i = 0; i < links.size(); i++) {
            links.get(i).sendKeys(Keys.ENTER);
            assertEquals(SCENES.get(i), script("return document.activeElement.id"));
            new Actions(browser).sendKeys(Keys.TAB).perform();
            Object inside = script("const s = document.activeElement.closest('.scene'); return s && s.id");
            assertEquals(SCENES.get(i), inside);
        }
        assertEquals(List.of(), complaints());
    }

    /** Every control is used once; nothing fails. */
    @Test
    void everythingCanBeUsed() {
        script("""
                document.querySelectorAll('main input[type=range]').forEach(input => {
                  for (const value of [input.min, input.max]) {
                    input.value = value;
                    input.dispatchEvent(new Event('input', {bubbles: true}));
                  }
                });
                document.querySelectorAll('main select').forEach(select => [...select.options].forEach(option => {
                  select.value = option.value;
                  select.dispatchEvent(new Event('change', {bubbles: true}));
                }));
                document.querySelectorAll('main button, main input[type=radio]').forEach(control => control.click());
                """);
        assertEquals(List.of(), complaints());
        assertTrue((Boolean) script("return document.documentElement.scrollWidth <= innerWidth"));
    }

    /** Also after the window was wide, no figure is wider than its place. */
    @Test
    void everythingFitsOnAPhone() throws Exception {
        Dimension before = browser.manage().window().getSize();
        try {
            browser.manage().window().setSize(new Dimension(500, 900));
            Thread.sleep(500);
            assertEquals(List.of(), script("""
                    return [...document.querySelectorAll('main .figure *')]
                        .filter(e => e.getBoundingClientRect().right > e.closest('.figure').getBoundingClientRect().right + 1)
                        .map(e => e.outerHTML.slice(0, 60))"""));
        } finally {
            browser.manage().window().setSize(before);
        }
    }

    /** The server's policy forbids what a file may do, as scripts and styles inside the page. */
    @Test
    void theServedPageIsTheSame() throws Exception {
        String first = browser.getWindowHandle();
        try (Lesson lesson = new Lesson("127.0.0.1", 0, null, Pages.subject(), Decoder.JAVA)) {
            Object text = script(WORDS);
            browser.switchTo().newWindow(WindowType.TAB);
            show(lesson.address());
            assertEquals(text, script(WORDS));
            assertTrue((Boolean) script("""
                    return [...document.querySelectorAll('#clip .bar')].some(bar =>
                      bar.firstChild.getBoundingClientRect().width < bar.getBoundingClientRect().width / 2)"""),
                    "bars show probabilities");
            assertEquals(List.of(), complaints());
            assertEquals(200, status(lesson.address().replace("/learn/", "/api/learn")));
            assertEquals(403, status(lesson.address().replace("/learn/", "/api/learn") + "x"));
        } finally {
            browser.close();
            browser.switchTo().window(first);
        }
    }

    private static int status(String address) throws IOException {
        return ((HttpURLConnection) URI.create(address).toURL().openConnection()).getResponseCode();
    }

    /** Nothing computes behind a file, so it asks for no clips and says what does. */
    @Test
    void theFileSaysHowToSeeAClipOfYourOwn() {
        assertEquals("With a video of your own, or before your camera: ./tsm learn",
                script("return document.getElementById('own').textContent.trim()"));
        assertEquals(0L, script("return document.querySelectorAll('input[type=file], video').length"));
    }

    /** What the page makes of the tables, for blocks of any width, is what the operator does. */
    @Test
    void thePageShiftsAsTheOperatorDoes() {
        for (ShiftTable table : Pages.DATA.shifts()) {
            Shift shift = Arrays.stream(ShiftMode.values()).filter(mode -> mode.toString().equals(table.mode()))
                    .findFirst().orElseThrow().shift(table.div());
            for (int channels : new int[] {Pages.DATA.block().channels(), 7, 40}) {
                for (int frames = 1; frames <= table.sources().length; frames++) {
                    Object sources = script("""
                            const tables = JSON.parse(document.getElementById('data').textContent).shifts;
                            const table = module_shift_table.shiftTable(tables, ...arguments);
                            return JSON.stringify(Array.from({length: table.frames}, (_, t) =>
                              Array.from({length: table.channels}, (_, c) => table.source(t, c))));
                            """, table.mode(), table.div(), frames, channels);
                    assertEquals(new Gson().toJson(shifted(shift, frames, channels)), sources);
                }
            }
        }
    }

    private static int[][] shifted(Shift shift, int frames, int channels) {
        Tensor grid = Tensor.zeros(frames, channels);
        for (int i = 0; i < grid.size(); i++) {
            grid.data()[i] = i / channels + 1;
        }
        shift.applyInPlace(grid, frames);
        int[][] sources = new int[frames][channels];
        for (int i = 0; i < grid.size(); i++) {
            sources[i / channels][i % channels] = (int) grid.data()[i] - 1;
        }
        return sources;
    }

    /** A block that is chosen on the map is the one that the grid shows; the number under the mark is the engine's. */
    @Test
    void otherBlocksCanBeLookedInto() throws Exception {
        show();
        for (LearnData.Maps maps : Pages.DATA.maps()) {
            script("document.querySelector('#grid input[value=\"' + arguments[0] + '\"]').click()", maps.block());
            String words = (String) script(
                    "return ['title', 'value'].map(n => document.querySelector('#grid .one-' + n).textContent).join(' ')");
            Matcher found = Pattern.compile("Frame (\\d+), channel (\\d+) holds the map of frame (\\d+)\\. "
                    + "Row (\\d+), column (\\d+): (−?)(\\d+\\.\\d{4})").matcher(words);
            assertTrue(found.matches(), words);
            int row = Arrays.binarySearch(maps.kept(), number(found, 2));
            int map = (number(found, 3) - 1) * maps.kept().length + row;
            float expected = Pages.floats(maps.input())[
                    (map * maps.height() + number(found, 4) - 1) * maps.width() + number(found, 5) - 1];
            assertEquals(expected, Float.parseFloat(found.group(6).replace('−', '-') + found.group(7)), 5.1e-5);
            assertTrue(((String) script("return document.querySelector('[data-fill=grid-which]').textContent"))
                    .endsWith("of the %d channels that block %s is given: %d × %d numbers each".formatted(maps.channels(),
                            maps.block(), maps.height(), maps.width())) || maps.kept().length == maps.channels());
        }
        assertEquals(List.of(), complaints());
    }

    private static int number(Matcher found, int group) {
        return Integer.parseInt(found.group(group));
    }

    /** Who only scrolls sees the buffer fill, and can stop it; who wants no motion sees none. */
    @Test
    void theStreamPlaysByItself() throws Exception {
        show();
        assertFalse(playsWithin(SOME_FRAMES));
        motion("no-preference");
        try {
            show();
            assertTrue(playsWithin(PATIENCE));
            script("document.querySelector('#stream button').click()");
            assertFalse(playsWithin(SOME_FRAMES));
        } finally {
            motion("reduce");
            show();
        }
    }

    private static void motion(String wish) {
        browser.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-reduced-motion", "value", wish))));
    }

    private static boolean playsWithin(Duration time) throws InterruptedException {
        script("document.getElementById('stream').scrollIntoView({behavior: 'instant'})");
        Instant end = Instant.now().plus(time);
        Object first = script("return document.querySelector('#stream output').textContent");
        while (Instant.now().isBefore(end)) {
            Thread.sleep(100);
            if (!first.equals(script("return document.querySelector('#stream output').textContent"))) {
                return true;
            }
        }
        return false;
    }

    /** All numbers of the table of confusions, which arrow keys lead through. */
    @Test
    void confusionsCanBeReadByKeyboard() {
        LearnData.Confusions confusions = Pages.DATA.drawn().confusions();
        String numbers = "return JSON.stringify([...document.querySelectorAll('[data-kind=' + arguments[0] + '] tbody tr')]"
                + ".map(row => [...row.querySelectorAll('td')].map(cell => Number(cell.textContent))))";
        assertEquals(new Gson().toJson(confusions.with()), script(numbers, "with"));
        assertEquals(new Gson().toJson(confusions.without()), script(numbers, "without"));
        script("document.querySelector('.confusion td[tabindex=\"0\"]').focus()");
        for (int i = 0; i < 10; i++) {
            new Actions(browser).sendKeys(Keys.ARROW_UP, Keys.ARROW_LEFT).perform();
        }
        assertEquals("%d of %d clips of “%s” were recognized".formatted(confusions.without()[0][0],
                confusions.clipsOfEach(), confusions.gestures().getFirst()),
                script("return document.activeElement.getAttribute('aria-label')"));
    }

    /** A link with the name of a scene leads there, though the scenes are filled later. */
    @Test
    void scenesHaveLinks() throws Exception {
        browser.get("about:blank");
        show(page.toUri() + "#stream");
        assertEquals(List.of(), script("""
                return [...document.querySelectorAll('.scene')]
                    .filter(scene => !scene.querySelector('h2 a[href="#' + scene.id + '"]')).map(scene => scene.id)"""));
        double top = ((Number) script("return document.getElementById('stream').getBoundingClientRect().top")).doubleValue();
        assertEquals(64, top, 64);
    }
}
