package io.github.tsmjava.web.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.web.Lesson;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.interactions.Actions;

/** How the exported page is used: by keyboard, on a phone, by its links. */
class LearnBrowserTest {

    private static final List<String> SCENES =
            List.of("clip", "order", "grid", "sum", "place", "free", "stream", "matter");

    /** What no control changes: the title with its numbers, and the names of the scenes. */
    private static final String WORDS = "return [...document.querySelectorAll('.title > p, h1, h2')].map(e => e.textContent)";

    @TempDir
    private static Path folder;
    private static OpenedPage page;

    @BeforeAll
    static void open() throws Exception {
        page = OpenedPage.in(folder);
    }

    @AfterAll
    static void close() {
        if (page != null) {
            page.close();
        }
    }

    /** A link leads the keyboard to each scene, and the next tab to something in it that can be used. */
    @Test
    void scenesAreReachedByKeyboard() {
        List<WebElement> links = page.driver().findElements(By.cssSelector(".scenes a"));
        assertEquals(SCENES.size(), links.size());
        for (int i = 0; i < links.size(); i++) {
            links.get(i).sendKeys(Keys.ENTER);
            assertEquals(SCENES.get(i), page.script("return document.activeElement.id"));
            new Actions(page.driver()).sendKeys(Keys.TAB).perform();
            Object inside = page.script("const s = document.activeElement.closest('.scene'); return s && s.id");
            assertEquals(SCENES.get(i), inside);
        }
        assertEquals(List.of(), page.complaints());
    }

    /** Every control is used once; nothing fails. */
    @Test
    void everythingCanBeUsed() {
        page.script("""
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
        assertEquals(List.of(), page.complaints());
        assertTrue((Boolean) page.script("return document.documentElement.scrollWidth <= innerWidth"));
    }

    /** Also after the window was wide, no figure is wider than its place. */
    @Test
    void everythingFitsOnAPhone() throws Exception {
        Dimension before = page.driver().manage().window().getSize();
        try {
            page.driver().manage().window().setSize(new Dimension(500, 900));
            Instant end = Instant.now().plus(OpenedPage.PATIENCE);
            // Figures are drawn anew when the browser has found out how wide they are.
            while (!tooWide().isEmpty() && Instant.now().isBefore(end)) {
                Thread.sleep(100);
            }
            assertEquals(List.of(), tooWide());
        } finally {
            page.driver().manage().window().setSize(before);
        }
    }

    private List<?> tooWide() {
        return (List<?>) page.script("""
                return [...document.querySelectorAll('main .figure *')]
                    .filter(e => e.getBoundingClientRect().right > e.closest('.figure').getBoundingClientRect().right + 1)
                    .map(e => e.outerHTML.slice(0, 60))""");
    }

    /** In each scene, wherever one scrolls to: what stays in sight does not cover what comes next. */
    @Test
    void noTextCoversAnother() {
        assertEquals(List.of(), page.script("""
                const covered = new Set();
                const boxes = [...document.querySelectorAll('.scene')].map(s => [...s.querySelectorAll('.story, .figure')]);
                for (let y = 0; y < document.body.scrollHeight; y += 150) {
                  scrollTo({top: y, behavior: 'instant'});
                  for (const scene of boxes) {
                    const places = scene.map(e => e.getBoundingClientRect());
                    places.forEach((a, i) => places.slice(i + 1).forEach(b => {
                      if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) {
                        covered.add(scene[0].closest('.scene').id);
                      }
                    }));
                  }
                }
                return [...covered]"""));
    }

    /** The server's policy forbids what a file may do, as scripts and styles inside the page. */
    @Test
    void theServedPageIsTheSame() throws Exception {
        String first = page.driver().getWindowHandle();
        try (Lesson lesson = new Lesson("127.0.0.1", 0, null, Pages.subject(), Decoder.JAVA)) {
            Object text = page.script(WORDS);
            page.driver().switchTo().newWindow(WindowType.TAB);
            page.show(lesson.address());
            assertEquals(text, page.script(WORDS));
            assertTrue((Boolean) page.script("""
                    return [...document.querySelectorAll('#clip .bar')].some(bar =>
                      bar.firstChild.getBoundingClientRect().width < bar.getBoundingClientRect().width / 2)"""),
                    "bars show probabilities");
            assertEquals(List.of(), page.complaints());
            assertEquals(200, status(lesson.address().replace("/learn/", "/api/learn")));
            assertEquals(403, status(lesson.address().replace("/learn/", "/api/learn") + "x"));
        } finally {
            page.driver().close();
            page.driver().switchTo().window(first);
        }
    }

    private static int status(String address) throws IOException {
        return ((HttpURLConnection) URI.create(address).toURL().openConnection()).getResponseCode();
    }

    /** Nothing computes behind a file, so it asks for no clips and says what does. */
    @Test
    void theFileSaysHowToSeeAClipOfYourOwn() {
        assertEquals("With a video of your own, or before your camera: ./tsm learn",
                page.script("return document.getElementById('own').textContent.trim()"));
        assertEquals(0L, page.script("return document.querySelectorAll('input[type=file], video').length"));
    }

    /** A link with the name of a scene leads there, though the scenes are filled later. */
    @Test
    void scenesHaveLinks() throws Exception {
        page.driver().get("about:blank");
        page.show(page.address() + "#stream");
        assertEquals(List.of(), page.script("""
                return [...document.querySelectorAll('.scene')]
                    .filter(scene => !scene.querySelector('h2 a[href="#' + scene.id + '"]')).map(scene => scene.id)"""));
        double top = ((Number) page.script("return document.getElementById('stream').getBoundingClientRect().top")).doubleValue();
        assertEquals(64, top, 64);
    }
}
