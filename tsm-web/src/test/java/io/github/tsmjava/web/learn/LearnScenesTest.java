package io.github.tsmjava.web.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import io.github.tsmjava.models.network.Shifting.ShiftMode;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.web.learn.LearnData.ShiftTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** What the scenes of the exported page show is what the engine computed. */
class LearnScenesTest {

    /** Of the stream that plays. */
    private static final Duration SOME_FRAMES = Duration.ofSeconds(4);

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

    /** What the page makes of the tables, for blocks of any width, is what the operator does. */
    @Test
    void thePageShiftsAsTheOperatorDoes() {
        for (ShiftTable table : Pages.DATA.shifts()) {
            Shift shift = Arrays.stream(ShiftMode.values()).filter(mode -> mode.toString().equals(table.mode()))
                    .findFirst().orElseThrow().shift(table.div());
            for (int channels : new int[] {Pages.DATA.block().channels(), 7, 40}) {
                for (int frames = 1; frames <= table.sources().length; frames++) {
                    Object sources = page.script("""
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
        page.show();
        for (LearnData.Maps maps : Pages.DATA.maps()) {
            page.script("document.querySelector('#grid input[value=\"' + arguments[0] + '\"]').click()", maps.block());
            String words = (String) page.script(
                    "return ['title', 'value'].map(n => document.querySelector('#grid .one-' + n).textContent).join(' ')");
            Matcher found = Pattern.compile("Frame (\\d+), channel (\\d+) holds the map of frame (\\d+)\\. "
                    + "Row (\\d+), column (\\d+): (−?)(\\d+\\.\\d{4})").matcher(words);
            assertTrue(found.matches(), words);
            int row = Arrays.binarySearch(maps.kept(), number(found, 2));
            int map = (number(found, 3) - 1) * maps.kept().length + row;
            float expected = Pages.floats(maps.input())[
                    (map * maps.height() + number(found, 4) - 1) * maps.width() + number(found, 5) - 1];
            assertEquals(expected, Float.parseFloat(found.group(6).replace('−', '-') + found.group(7)), 5.1e-5);
            assertTrue(((String) page.script("return document.querySelector('[data-fill=grid-which]').textContent"))
                    .endsWith("of the %d channels that block %s is given: %d × %d numbers each".formatted(maps.channels(),
                            maps.block(), maps.height(), maps.width())) || maps.kept().length == maps.channels());
        }
        assertEquals(List.of(), page.complaints());
    }

    private static int number(Matcher found, int group) {
        return Integer.parseInt(found.group(group));
    }

    /** Who only scrolls sees the buffer fill, and can stop it; who wants no motion sees none. */
    @Test
    void theStreamPlaysByItself() throws Exception {
        page.show();
        assertFalse(playsWithin(SOME_FRAMES));
        page.motion("no-preference");
        try {
            page.show();
            assertTrue(playsWithin(OpenedPage.PATIENCE));
            page.script("document.querySelector('#stream button').click()");
            assertFalse(playsWithin(SOME_FRAMES));
        } finally {
            page.motion("reduce");
            page.show();
        }
    }

    private static boolean playsWithin(Duration time) throws InterruptedException {
        page.script("document.getElementById('stream').scrollIntoView({behavior: 'instant'})");
        Instant end = Instant.now().plus(time);
        Object first = page.script("return document.querySelector('#stream output').textContent");
        while (Instant.now().isBefore(end)) {
            Thread.sleep(100);
            if (!first.equals(page.script("return document.querySelector('#stream output').textContent"))) {
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
        assertEquals(new Gson().toJson(confusions.with()), page.script(numbers, "with"));
        assertEquals(new Gson().toJson(confusions.without()), page.script(numbers, "without"));
        page.script("document.querySelector('.confusion td[tabindex=\"0\"]').focus()");
        for (int i = 0; i < 10; i++) {
            new Actions(page.driver()).sendKeys(Keys.ARROW_UP, Keys.ARROW_LEFT).perform();
        }
        assertEquals("%d of %d clips of “%s” were recognized".formatted(confusions.without()[0][0],
                confusions.clipsOfEach(), confusions.gestures().getFirst()),
                page.script("return document.activeElement.getAttribute('aria-label')"));
    }
}
