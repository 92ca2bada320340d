package io.github.tsmjava.spark;

import static io.github.tsmjava.spark.Commands.refused;
import static io.github.tsmjava.spark.Commands.session;
import static io.github.tsmjava.spark.Commands.spark;
import static io.github.tsmjava.spark.Commands.tsm;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.spark.Commands.Outcome;
import io.github.tsmjava.spark.PartScorer.Part;
import io.github.tsmjava.spark.input.Clip;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Videos that several tasks score say what they say to one task, to the bit, once. */
@Timeout(900)
class LongVideosTest {

    /** Megabytes, of which a GIF has four or five. */
    private static final double SMALL = 0.03;
    private static final double LARGE = 1000;
    private static final List<Object> WINDOWS = List.of("--window", 0.4, "--every", 0.05, "--top", 10);

    @TempDir
    private Path folder;

    private int count;

    /** A table of scores in JSON, its rows by path and time. */
    private List<JsonObject> scored(Path input, double split, List<Object> more) throws IOException {
        Path out = folder.resolve("out" + count++);
        List<Object> args = new ArrayList<>(List.of("--input", input, "--output", out, "--format", "json", "--split", split));
        args.addAll(more);
        Outcome outcome = spark(args.toArray());
        assertEquals(0, outcome.exit(), outcome::toString);
        assertTrue(outcome.out().startsWith("4 videos in "), outcome.out());
        return sorted(out);
    }

    private static List<JsonObject> sorted(Path table) throws IOException {
        List<JsonObject> rows = Rows.of(table);
        rows.sort(Comparator.comparing((JsonObject row) -> row.get("path").getAsString())
                .thenComparing(row -> row.has("start") ? row.get("start").getAsDouble() : 0));
        return rows;
    }

    /** But for where and in what time. */
    private static List<JsonObject> scores(List<JsonObject> rows) {
        return rows.stream().map(row -> {
            JsonObject copy = row.deepCopy();
            copy.remove("executor");
            copy.remove("milliseconds");
            return copy;
        }).toList();
    }

    @Test
    void clipsOfAVideoMakeOneRow() throws Exception {
        for (List<Object> views : List.<List<Object>>of(List.of("--clips", "dense", "--crops", 3), List.of("--clips", "twice"),
                List.of("--setting", "accurate", "--preprocessing", "mmaction2"))) {
            List<JsonObject> whole = scored(Clips.TESTDATA, LARGE, views);
            assertEquals(4, whole.size());
            assertEquals(scores(whole), scores(scored(Clips.TESTDATA, SMALL, views)));
        }
    }

    @Test
    void windowsAreThoseOfOneMachine() throws Exception {
        List<JsonObject> parts = scored(Clips.TESTDATA, SMALL, WINDOWS);
        assertEquals(scores(scored(Clips.TESTDATA, LARGE, WINDOWS)), scores(parts));
        List<Object> args = new ArrayList<>(WINDOWS);
        args.add("--json");
        args.addAll(Clips.gifs());
        Outcome alone = tsm("classify", args);
        List<JsonObject> expected = alone.out().lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
        assertEquals(expected.size(), parts.size());
        assertTrue(parts.size() >= 4 * 5, parts.size() + " windows");
        for (int i = 0; i < parts.size(); i++) {
            JsonObject window = expected.get(i);
            JsonObject row = parts.get(i);
            assertTrue(row.get("path").getAsString().endsWith(window.get("path").getAsString()), row::toString);
            assertEquals(window.get("from").getAsDouble(), row.get("start").getAsDouble(), 0.0006);
            assertEquals(window.get("to").getAsDouble(), row.get("end").getAsDouble(), 0.0006);
            float[] logits = new float[10];
            window.getAsJsonArray("top").forEach(score -> logits[score.getAsJsonObject().get("index").getAsInt()] =
                    score.getAsJsonObject().get("logit").getAsFloat());
            assertArrayEquals(logits, Rows.logits(row));
        }
    }

    /** A folder of frames, of which a late one, that clips and windows see, is no picture. */
    private Path broken(Path video) throws IOException {
        Files.createDirectories(video);
        Random random = new Random(3);
        for (int i = 0; i < 40; i++) {
            BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
            Arrays.setAll(new int[64 * 48], pixel -> {
                image.setRGB(pixel % 64, pixel / 64, random.nextInt(1 << 24));
                return 0;
            });
            ImageIO.write(image, "png", video.resolve("img_%05d.png".formatted(i)).toFile());
        }
        Files.writeString(video.resolve("img_00032.png"), "no picture");
        return video;
    }

    @Test
    void aVideoThatIsBrokenInOneWindowIsOneRowAndIsNotDoneAgain() throws Exception {
        Path broken = broken(folder.resolve("broken"));
        Path list = Files.write(folder.resolve("list.txt"), List.of(broken.toString(), Clips.gifs().get(0).toString(),
                Clips.gifs().get(1).toString()));
        for (List<Object> kind : List.of(List.<Object>of("--clips", "dense"), List.<Object>of("--window", 1, "--fps", 10))) {
            Path out = folder.resolve("table" + kind.size());
            List<Object> args = new ArrayList<>(List.of("--input", list, "--output", out, "--format", "json", "--split", SMALL,
                    "--max-errors", 40));
            args.addAll(kind);
            Outcome first = spark(args.toArray());
            assertEquals("3 videos in %s, 1 with errors%n".formatted(out), first.out(), first::err);
            assertEquals(0, first.exit(), first::toString);
            List<JsonObject> rows = sorted(out);
            List<JsonObject> errors = rows.stream().filter(row -> row.has("error")).toList();
            assertEquals(1, errors.size(), errors::toString);
            assertEquals("file:" + broken, errors.getFirst().get("path").getAsString());
            assertTrue(errors.getFirst().get("error").getAsString().contains("img_00032.png"), errors::toString);
            assertEquals(1, rows.stream().filter(row -> row.get("path").equals(errors.getFirst().get("path"))).count());
            assertEquals(3, Rows.values(rows, "path").size());
            args.add("--resume");
            Outcome second = spark(args.toArray());
            assertTrue(second.err().contains("3 of 3 videos have scores already"), second.err());
            assertEquals(rows, sorted(out));
        }
    }

    /** All windows of a video are in one file, so that none of it, or all of it, is committed. */
    @Test
    void aVideoIsInOneFile() throws Exception {
        scored(Clips.TESTDATA, SMALL, WINDOWS);
        List<Set<String>> paths = new ArrayList<>();
        for (Path file : Rows.files(folder.resolve("out0"))) {
            Path alone = Files.createDirectories(folder.resolve("alone" + paths.size()));
            Files.copy(file, alone.resolve(file.getFileName()));
            paths.add(Rows.values(Rows.of(alone), "path"));
        }
        assertEquals(4, paths.stream().mapToInt(Set::size).sum());
    }

    @Test
    void partsShareAVideoOut() throws Exception {
        session(session -> {
            Scorer scorer = new Scorer(session, VideoScores.Options.of(PretrainedNetwork.gestures()));
            Clip clip = new Clip("a.mp4", "a.mp4", 100);
            assertEquals(List.of(), new ClipParts(scorer, 30, 1).parts(clip), "one clip is not split");
            assertEquals(List.of(), new ClipParts(scorer, 100, 10).parts(clip));
            assertEquals(2, new ClipParts(scorer, 30, 2).parts(clip).size());
            assertEquals(4, new ClipParts(scorer, 30, 10).parts(clip).size());
            WindowParts windows = new WindowParts(scorer, 1, new WindowParts.Windows(3, 1, null));
            List<Part> parts = windows.parts(clip);
            assertEquals(100, parts.size());
            for (int things : new int[] {0, 1, 7, 100, 12345}) {
                assertEquals(IntStream.range(0, things).boxed().toList(), parts.stream()
                        .flatMap(part -> IntStream.range(part.from(things), part.to(things)).boxed()).toList());
            }
            assertEquals(1, windows.parts(clip.withBytes(0)).size());
            assertEquals(1000, windows.parts(clip.withBytes(1L << 40)).size());
        });
    }

    @Test
    void whatIsNoWindowIsRefused() throws Exception {
        Path out = folder.resolve("refused");
        refused("--every, --fps: expected with --window", "--input", Clips.TESTDATA, "--output", out, "--every", 1);
        refused("--window: expected above 0", "--input", Clips.TESTDATA, "--output", out, "--window", 0);
        refused("--split: expected above 0", "--input", Clips.TESTDATA, "--output", out, "--split", 0);
        refused("--window: expected without --eval", "--input", Clips.TESTDATA, "--output", out, "--window", 1, "--follow");
        refused("--window: expected without --setting", "--input", Clips.TESTDATA, "--output", out, "--window", 1, "--clips",
                "dense");
        assertFalse(Files.exists(out));
        scored(Clips.TESTDATA, LARGE, WINDOWS);
        refused("or with other options", "--input", Clips.TESTDATA, "--output", folder.resolve("out0"), "--format", "json",
                "--resume");
    }
}
