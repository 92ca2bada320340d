package io.github.tsmjava.train.teach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {

    @TempDir
    private Path folder;

    private Path clip(String name) throws IOException {
        return clip(name, name);
    }

    private Path clip(String name, String bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, bytes);
    }

    private String refusal() {
        String message = assertThrows(IOException.class, () -> Examples.read(folder)).getMessage();
        assertEquals(1, message.lines().count(), message);
        return message;
    }

    @Test
    void aFolderForEachClass() throws IOException {
        Path left = clip("to the left/b.gif");
        Path other = clip("to the left/a.mp4");
        Path up = clip("Aufwärts/1.gif");
        Files.createDirectories(folder.resolve("to the left/frames"));
        clip("to the left/.hidden.gif");
        clip("to the left/notes.txt");
        clip("readme.txt");
        clip(".git/config");
        Examples examples = Examples.read(folder);
        assertEquals(List.of("Aufwärts", "to the left", "no gesture"), examples.labels());
        assertEquals(List.of(new Examples.Example(up, 0), new Examples.Example(other, 1), new Examples.Example(left, 1),
                new Examples.Example(folder.resolve("to the left/frames"), 1)), examples.clips());
        assertEquals(2, examples.idle());
    }

    @Test
    void whatIsNoGestureMayBeThereUnderAnotherName() throws IOException {
        clip("left/1.gif");
        clip("nothing/1.gif");
        clip("right/1.gif");
        Examples examples = Examples.read(folder);
        assertEquals(List.of("left", "nothing", "right"), examples.labels());
        assertEquals(1, examples.idle());
    }

    @Test
    void oneClipTwice() throws IOException {
        clip("left/1.gif", "same");
        clip("left/2.gif", "same");
        clip("right/1.gif");
        assertEquals(2, Examples.read(folder).clips().size());
        clip("right/2.gif", "same");
        assertEquals(folder.resolve("right/2.gif") + ": the same clip is in the class left, as 1.gif", refusal());
    }

    @Test
    void tooLittle() throws IOException {
        assertTrue(refusal().endsWith("at least 2 gestures, found none"));
        clip("left/1.gif");
        clip("no gesture/1.gif");
        assertTrue(refusal().endsWith("at least 2 gestures, found left, no gesture"));
        Files.createDirectories(folder.resolve("right"));
        assertEquals(folder.resolve("right") + ": expected clips of this gesture, found none", refusal());
        Path file = clip("left/1.gif");
        assertTrue(assertThrows(IOException.class, () -> Examples.read(file)).getMessage().endsWith("found a file"));
        assertTrue(assertThrows(IOException.class, () -> Examples.read(folder.resolve("absent"))).getMessage()
                .endsWith("found no such folder"));
    }
}
