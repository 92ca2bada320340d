package io.github.tsmjava.app;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.app.Inputs.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnTest {

    @TempDir
    private Path folder;

    @Test
    void aClipOrAGestureBecomesAPage() throws IOException {
        Path page = folder.resolve("page.html");
        for (String clip : new String[] {"zoom-in", "../testdata/zoom-in.gif"}) {
            Outcome outcome = tsm("learn", "--export", page, "--clip", clip);
            assertEquals(0, outcome.exit(), outcome.err());
            assertTrue(outcome.out().startsWith("written to " + page), outcome.out());
            String html = Files.readString(page);
            assertTrue(html.contains("\"name\":\"" + Path.of(clip).getFileName() + "\""));
            assertFalse(html.contains("\"times\""));
        }
    }

    @Test
    void timesAreMeasuredOnDemand() throws IOException {
        Path page = folder.resolve("page.html");
        assertEquals(0, tsm("learn", "--export", page, "--measure", "a machine").exit());
        assertTrue(Files.readString(page).contains("\"times\":{\"machine\":\"a machine\""));
    }

    @Test
    void aFileIsNotServed() {
        Outcome outcome = tsm("learn", "--export", folder.resolve("page.html"), "--port", "0");
        assertEquals(2, outcome.exit());
        assertTrue(outcome.err().contains("expected without --export"), outcome.err());
    }

    @Test
    void badClipsLeaveNoPage() {
        Path page = folder.resolve("page.html");
        Outcome outcome = tsm("learn", "--export", page, "--clip", "wave");
        assertEquals(2, outcome.exit());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertFalse(Files.exists(page));
    }
}
