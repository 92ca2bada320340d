package io.github.tsmjava.train.gesture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GestureSetTest {

    private static final Path TESTDATA = Path.of("..", "testdata");

    /** The clips that come with the project were drawn by this code, which must go on drawing the same. */
    @ParameterizedTest
    @CsvSource({"swipe-left, 0", "zoom-in, 24", "turn-clockwise, 66", "shake, 68"})
    void drawsTheClipsOfTheProject(String name, int index) throws IOException {
        GestureVideo drawn = (GestureVideo) new GestureSet(100, 3, 16, 96, Scenery.VARIED).clip(index);
        assertTrue(drawn.name().startsWith(name.replace('-', ' ')), drawn.name());
        try (Video stored = Video.open(TESTDATA.resolve(name + ".gif"), Decoder.JAVA)) {
            assertEquals(drawn.frameCount(), stored.frameCount());
            for (int i = 0; i < drawn.frameCount(); i++) {
                byte[] expected = drawn.frames(i).getFirst().data();
                byte[] actual = stored.frames(i).getFirst().data();
                assertEquals(expected.length, actual.length);
                double difference = 0;
                for (int j = 0; j < expected.length; j++) {
                    difference += Math.abs((expected[j] & 0xff) - (actual[j] & 0xff));
                }
                double mean = difference / expected.length;
                // What is lost by a palette of 256 colours.
                assertTrue(mean < 4, "frame %d differs by %.1f levels".formatted(i, mean));
            }
        }
    }

    /** So that the same command can be given again once there is room. */
    @Test
    void leavesNothingBehindWhenAFileCannotBeWritten(@TempDir Path folder) throws IOException {
        GestureSet set = new GestureSet(10, 1, 2, 16, Scenery.PLAIN);
        IOException e = assertThrows(IOException.class, () -> set.write(folder, GestureSet.Storage.FRAMES,
                () -> folder.resolve("category.txt").toFile().mkdir()));
        assertTrue(e.getMessage().startsWith(folder.resolve("category.txt").toString()), e.getMessage());
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(folder.resolve("category.txt")), left.toList());
        }
    }
}
