package io.github.tsmjava.app;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.app.Inputs.Outcome;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.ImageFile;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.transform.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GesturesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"frames", "gif"})
    void writesAsManyClipsOfEachClass(String format) throws IOException {
        Path set = folder.resolve("set");
        Outcome outcome = tsm("gestures", "--output", set, "--count", 20, "--size", 32, "--frames", 3,
                "--format", format);
        assertEquals("", outcome.err());
        assertEquals("20 clips written to " + set, outcome.out().strip());
        assertEquals(Gesture.labels(), Files.readAllLines(set.resolve("category.txt")));
        VideoList list = VideoList.read(set.resolve("list.txt"));
        assertEquals(20, list.entries().size());
        Map<Integer, Long> perClass = list.entries().stream()
                .collect(Collectors.groupingBy(VideoList.Entry::label, Collectors.counting()));
        assertEquals(10, perClass.size());
        assertTrue(perClass.values().stream().allMatch(clips -> clips == 2), perClass.toString());
        for (VideoList.Entry entry : list.entries()) {
            try (Video video = entry.open(set, Modality.RGB, Decoder.JAVA)) {
                assertEquals(3, video.frameCount());
                assertEquals("32 x 32", video.frames(2).getFirst().toString());
            }
        }
        Outcome evaluated = tsm("eval", "--list", set.resolve("list.txt"), "--recipe", "tsm_mobilenetv2_gestures");
        assertEquals(0, evaluated.exit(), evaluated.err());
        assertTrue(evaluated.out().contains("videos      20 of 20") && evaluated.out().contains("published   "),
                evaluated.out());
    }

    @Test
    void someOfTheGesturesAndClipsToValidateOn() throws IOException {
        Path set = folder.resolve("set");
        Outcome outcome = tsm("gestures", "--output", set, "--only", "turn-counter-clockwise,swipe left", "--count", 4,
                "--validation", 2, "--size", 32, "--frames", 3);
        assertEquals("", outcome.err());
        assertEquals("6 clips written to " + set, outcome.out().strip());
        assertEquals(List.of("turn counter-clockwise", "swipe left"), Files.readAllLines(set.resolve("category.txt")));
        assertEquals(
                List.of("turn-counter-clockwise/00000 3 0", "swipe-left/00001 3 1", "turn-counter-clockwise/00002 3 0",
                "swipe-left/00003 3 1"), Files.readAllLines(set.resolve("list.txt")));
        assertEquals(List.of("turn-counter-clockwise/00004 3 0", "swipe-left/00005 3 1"),
                Files.readAllLines(set.resolve("val.txt")));
        try (Stream<Path> entries = Files.list(set)) {
            assertEquals(7, entries.count());
        }
        assertEquals(List.of(), VideoList.read(set.resolve("val.txt")).entries().stream()
                .filter(entry -> Files.notExists(set.resolve(entry.path()).resolve("img_00003.jpg"))).toList());
    }

    /** The README's first command. */
    @ParameterizedTest
    @ValueSource(strings = {"swipe left", "zoom in", "turn clockwise", "shake"})
    void theNetworkInTheBoxNamesTheClipsOfTheProject(String gesture) {
        Path clip = Path.of("..", "testdata", gesture.replace(' ', '-') + ".gif");
        Outcome outcome = tsm("classify", clip);
        assertEquals("", outcome.err());
        assertTrue(outcome.out().lines().toList().get(1).endsWith("  " + gesture), outcome.out());
    }

    @Test
    void seedsDecideAndThreadsDoNot() throws IOException {
        for (String[] run : new String[][] {{"a", "1", "1"}, {"b", "1", "2"}, {"c", "2", "1"}}) {
            assertEquals(0, tsm("gestures", "--output", folder.resolve(run[0]), "--seed", run[1], "--threads", run[2],
                    "--count", 1, "--size", 24, "--frames", 2).exit());
        }
        assertArrayEquals(firstFrame("a"), firstFrame("b"));
        assertFalse(Arrays.equals(firstFrame("a"), firstFrame("c")));
    }

    private byte[] firstFrame(String set) throws IOException {
        return ImageFile.read(folder.resolve(set).resolve("swipe-left/00000/img_00001.jpg")).data();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "|--output",
        "--output NEW --count 0|--count",
        "--output NEW --validation -1|--validation: expected 0 to",
        "--output NEW --only wave|expected one of swipe-left, swipe-right",
        "--output NEW --only shake,shake|--only: expected each gesture once",
        "--output NEW --size 8|--size",
        "--output NEW --frames 1|--frames",
        "--output NEW --format mp4|--format",
        "--output FULL --count 1|expected a new or empty folder, found files in it",
        "--output FULL/file --count 1|expected a new or empty folder, found a file"})
    void badUsageExitsWith2AndSaysWhy(String arguments, String expected) throws IOException {
        Path full = Files.createDirectory(folder.resolve("full"));
        Files.writeString(full.resolve("file"), "here");
        String line = "gestures" + (arguments == null ? "" : " " + arguments
                .replace("NEW", folder.resolve("new").toString()).replace("FULL", full.toString()));
        Outcome outcome = tsm((Object[]) line.split(" "));
        assertEquals(2, outcome.exit(), outcome.err());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().startsWith("tsm: ") && outcome.err().contains(expected), outcome.err());
        assertFalse(Files.exists(folder.resolve("new")));
    }
}
