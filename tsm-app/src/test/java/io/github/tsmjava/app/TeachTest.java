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

/** {@code teach}: gestures of one's own, from folders of clips. */
class TeachTest {

    @TempDir
    private Path folder;

    /** From clips to a file that other commands read. */
    @Test
    void aFolderOfClipsBecomesANetwork() throws IOException {
        Path hands = folder.resolve("hands");
        assertEquals(0, tsm("gestures", "--output", hands, "--only", "swipe-left,swipe-right", "--count", 12, "--plain",
                "--size", 64).exit());
        Path mine = folder.resolve("my own.safetensors");
        Outcome taught = tsm("teach", hands, "--out", mine, "--steps", 8);
        assertEquals("", taught.err());
        assertEquals(0, taught.exit());
        assertTrue(taught.out().startsWith("12 clips of swipe-left, swipe-right, no gesture\nlearned in "), taught.out());
        assertTrue(taught.out().contains("of 4 clips that it had not seen until then, it named "), taught.out());
        assertTrue(taught.out().contains("./tsm demo --weights '" + mine + "'"), taught.out());
        Outcome classified = tsm("classify", "--weights", mine, "../testdata/swipe-left.gif");
        assertTrue(classified.out().lines().toList().get(1).endsWith("swipe-left"), classified.out());
        assertEquals(0, tsm("watch", "--weights", mine, "../testdata/swipe-left.gif").exit());
    }

    @Test
    void whatCannotBeTaughtIsRefusedInOneLine() throws IOException {
        Path mine = folder.resolve("mine.safetensors");
        refused("a folder of clips for each of at least 2 gestures, found none", folder, "--out", mine);
        refused("found no such folder", folder.resolve("absent"), "--out", mine);
        refused("--out: expected a file that ends with .safetensors", folder, "--out", folder.resolve("mine.pth"));
        refused("--out: there is no folder", folder, "--out", folder.resolve("absent/mine.safetensors"));
        refused("--steps", folder, "--out", mine, "--steps", 1);
        Files.createDirectories(folder.resolve("a"));
        Files.createDirectories(folder.resolve("b"));
        refused("expected clips of this gesture, found none", folder, "--out", mine);
        assertFalse(Files.exists(mine));
    }

    private static void refused(String reason, Object... args) {
        Object[] all = new Object[args.length + 1];
        all[0] = "teach";
        System.arraycopy(args, 0, all, 1, args.length);
        Outcome outcome = tsm(all);
        assertEquals(2, outcome.exit(), outcome.err());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().contains(reason), outcome.err());
    }
}
