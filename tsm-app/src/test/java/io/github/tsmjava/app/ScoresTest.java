package io.github.tsmjava.app;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.app.Inputs.Outcome;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scores that are written, and rated again. */
class ScoresTest {

    @TempDir
    private Path folder;

    /** Predictions 1, 0, 2, 2, 0 of classes 1, 0, 1, 2, 2. */
    private Path example() throws IOException {
        Files.writeString(folder.resolve("list.txt"), "a 1\nb 0\nc 1\nd 2\ne 2\n");
        return Files.writeString(folder.resolve("example.json"),
                "[[0.1,0.5,0.4],[0.6,0.3,0.1],[0.2,0.2,0.6],[0.3,0.3,0.4],[0.9,0.05,0.05]]");
    }

    @Test
    void measuresOfTheWorkedExample() throws IOException {
        Path json = folder.resolve("report.json");
        Outcome outcome = tsm("eval", "--scores", example(), "--list", folder.resolve("list.txt"), "--json", json);
        assertEquals("", outcome.err());
        assertTrue(outcome.out().contains("videos      5 of 5") && outcome.out().contains("top-1       60.00 %")
                && outcome.out().contains("mean class  66.67 %"), outcome.out());
        assertEquals(outcome.out(), tsm("eval", "--scores", json).out());
    }

    @Test
    void whatAnEvaluationWritesIsRatedTheSame() throws IOException {
        Path weights = Inputs.weights(folder.resolve("weights.safetensors"),
                NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 4, 3),
                Map.of("segments", "4", "shift_div", "8", "shift_direction", "both"));
        Inputs.frames(folder);
        Path list = Files.writeString(folder.resolve("list.txt"), "frames 6 0\nframes 5 1\nframes 4 2\n");
        Path json = folder.resolve("report.json");
        Path rows = folder.resolve("rows.json");
        Path npy = folder.resolve("rows.npy");
        Outcome direct = tsm("eval", "--weights", weights, "--list", list, "--size", 32, "--json", json, "--out", rows);
        assertEquals(0, direct.exit(), direct.err());
        assertEquals(0, tsm("eval", "--scores", json, "--out", npy).exit());
        assertTrue(Npy.read(npy).hasShape(3, 3));
        assertEquals(direct.out(), tsm("eval", "--scores", json).out());
        assertEquals(direct.out(), tsm("eval", "--scores", rows, "--list", list).out());
        assertEquals(direct.out(), tsm("eval", "--scores", npy, "--list", list).out());
        assertEquals(direct.out(),
                tsm("eval", "--scores", npy, "--scores", rows, "--factor", "1,3", "--list", list).out());
    }

    @Test
    void factorsAndSoftmaxDecide() throws IOException {
        Path list = Files.writeString(folder.resolve("list.txt"), "a 0\n");
        Path one = folder.resolve("one.npy");
        Path two = folder.resolve("two.npy");
        Npy.write(one, Tensor.of(new float[] {10, 0}, 1, 2));
        Npy.write(two, Tensor.of(new float[] {0, 2}, 1, 2));
        assertTrue(tsm("eval", "--scores", one, "--scores", two, "--list", list).out()
                .contains("top-1       100.00 %"));
        assertTrue(tsm("eval", "--scores", one, "--scores", two, "--coeff", "1,6", "--list", list).out()
                .contains("top-1       0.00 %"));
        assertTrue(tsm("eval", "--scores", one, "--scores", two, "--factor", "1,2", "--apply-softmax", "--list", list)
                .out()
                .contains("top-1       0.00 %"));
    }

    private Path report(String name, String classes, String results) throws IOException {
        return Files.writeString(folder.resolve(name), "{\"classes\":[" + Stream.of(classes.split(","))
                .map("{\"label\":\"%s\"}"::formatted).collect(Collectors.joining(",")) + "],\"results\":[" + results
                + "]}");
    }

    private static String scored(String path, int label, String scores) {
        return "{\"path\":\"%s\",\"label\":%d,\"scores\":[%s]}".formatted(path, label, scores);
    }

    private static String failed(String path, int label) {
        return "{\"path\":\"%s\",\"label\":%d,\"error\":\"%s: no such file\"}".formatted(path, label, path);
    }

    @Test
    void videosThatFailedStayFailedAndInPlace() throws IOException {
        Path one = report("one.json", "left,right",
                failed("a", 0) + "," + scored("b", 0, "2,1") + "," + scored("c", 1, "0,1"));
        Path two = report("two.json", "class 0,class 1",
                scored("a", 0, "2,1") + "," + failed("b", 0) + "," + scored("c", 1, "0,1"));
        Outcome alone = tsm("eval", "--scores", one);
        assertEquals(2, alone.exit());
        assertTrue(alone.out().contains("videos      2 of 3"), alone.out());
        assertTrue(alone.err().contains("a: no such file"), alone.err());
        Outcome both = tsm("eval", "--scores", one, "--scores", two);
        assertTrue(both.out().contains("videos      1 of 3"), both.out());
        assertTrue(both.err().contains("a: no such file") && both.err().contains("b: no such file"), both.err());
    }

    @Test
    void otherVideosAndClassesAreRefused() throws IOException {
        Path one = report("one.json", "left,right", scored("a", 0, "2,1") + "," + scored("b", 0, "2,1"));
        Path other = report("other.json", "left,right", scored("a", 0, "2,1") + "," + scored("c", 0, "2,1"));
        Path swapped = report("swapped.json", "right,left", scored("a", 0, "2,1") + "," + scored("b", 0, "2,1"));
        Outcome videos = tsm("eval", "--scores", one, "--scores", other);
        assertEquals(2, videos.exit(), videos.out());
        assertTrue(videos.err().contains("other.json") && videos.err().contains("c, but line 2 of"), videos.err());
        Outcome classes = tsm("eval", "--scores", one, "--scores", swapped);
        assertEquals(2, classes.exit(), classes.out());
        assertTrue(classes.err().contains("swapped.json: expected the classes of"), classes.err());
    }

    @Test
    void logitsThatLookLikeProbabilitiesInOneVideoAreLogits() throws IOException {
        Path list = Files.writeString(folder.resolve("list.txt"), "a 1\nb 0\n");
        Path scores = Files.writeString(folder.resolve("scores.json"), "[[0.25,0.75],[5,-3]]");
        // -log softmax: log(1 + exp(-0.5)) and log(1 + exp(-8)).
        assertTrue(tsm("eval", "--scores", scores, "--list", list).out().contains("loss        0.2372"));
    }

    @Test
    void aPickleIsNotRead() throws IOException {
        Path scores = Files.createFile(folder.resolve("r.pkl"));
        Outcome outcome = tsm("eval", "--scores", scores);
        assertEquals(2, outcome.exit());
        assertEquals("tsm: " + scores
                + " is a pickle, which is not read: write the scores with tools/test.py --out result.json",
                outcome.err().strip());
    }

    @Test
    void otherBytesThanTextAreNamed() throws IOException {
        Path scores = Files.write(folder.resolve("scores.json"), new byte[] {(byte) 0xff, (byte) 0xfe, '['});
        Outcome outcome = tsm("eval", "--scores", scores);
        assertEquals(2, outcome.exit());
        assertTrue(outcome.err().contains("scores.json: expected scores in UTF-8"), outcome.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[[1,2],[3]]|--list L|video 2: expected 2 scores, as video 1 has, found 1",
        "[[1,2],[3,4]]|--list L|expected scores of 1 videos and 2 classes, found 2 and 2",
        "[[NaN,2]]|--list L|video 1: expected finite scores, found NaN",
        "[[1,2]]||a list is needed",
        "[]|--list L|expected scores, found none",
        "{\"results\":3}|--list L|found something else",
        "[[1,2]]|--list L --weights W|--scores: expected without --weights",
        "[[1,2]]|--list L --out x.pkl|--out: expected a name that ends in .json or .npy"})
    void whatIsNoScoresIsRefusedInOneLine(String text, String options, String expected) throws IOException {
        Path scores = Files.writeString(folder.resolve("scores.json"), text);
        Path list = Files.writeString(folder.resolve("list.txt"), "a 0\n");
        String more = options == null ? "" : " " + options.replace("L", list.toString());
        Outcome outcome = tsm((Object[]) ("eval --scores " + scores + more).split(" "));
        assertEquals(2, outcome.exit(), outcome.err());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().contains(expected), outcome.err());
    }
}
