package io.github.tsmjava.spark;

import static io.github.tsmjava.spark.Commands.refused;
import static io.github.tsmjava.spark.Commands.session;
import static io.github.tsmjava.spark.Commands.spark;
import static io.github.tsmjava.spark.Commands.tsm;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.spark.Commands.Outcome;
import io.github.tsmjava.spark.input.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command, which is its own cluster. */
@Timeout(900)
class SparkCommandTest {

    @TempDir
    private Path folder;

    private static List<String> paths(ScoreTable table) {
        return table.rows().select("path").collectAsList().stream().map(row -> row.getString(0)).sorted().toList();
    }

    @Test
    void whatCannotBeDoneIsRefusedInOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no network");
        Path out = folder.resolve("out");
        refused("file: expected a PyTorch checkpoint", "--input", Clips.TESTDATA, "--output", out, "--weights", file);
        refused("no such file", "--input", folder.resolve("none"), "--output", out);
        refused("no videos", "--input", folder + "/none*", "--output", out);
        assertFalse(Files.exists(out));
        refused("cannot be written", "--input", Clips.TESTDATA, "--output", file.resolve("out"));
        refused("found a file", "--input", Clips.TESTDATA, "--output", file);
        refused("--max-errors", "--input", Clips.TESTDATA, "--output", out, "--max-errors", 101);
        refused("--eval: expected a list with labels", "--eval", "--input",
                Files.writeString(folder.resolve("list.txt"), "a.mp4\n"), "--output", out);
        Files.createDirectories(out);
        Files.writeString(out.resolve("mine.txt"), "");
        refused("--resume", "--input", Clips.TESTDATA, "--output", out);
        assertTrue(Files.exists(out.resolve("mine.txt")));
    }

    @Test
    void aTableIsFilledAndGoneOnWith() throws Exception {
        Path videos = Clips.repeated(folder.resolve("videos"), 6);
        Path out = folder.resolve("out");
        Outcome first = spark("--input", videos, "--output", out, "--chunk", 4, "--format", "json");
        assertEquals(0, first.exit(), first::toString);
        assertEquals("6 videos in %s, 0 with errors%n".formatted(out), first.out());
        Files.copy(Clips.gifs().getFirst(), videos.resolve("one-more.gif"));
        Files.writeString(videos.resolve("broken.gif"), "GIF89a");
        refused("--format json", "--input", videos, "--output", out, "--resume");
        refused("another network", "--input", videos, "--output", out, "--resume", "--format", "json", "--size", 64);
        Outcome second = spark("--input", videos, "--output", out, "--resume", "--format", "json");
        assertEquals(2, second.exit(), second::toString);
        assertTrue(second.err().contains("6 of 8 videos have scores already"), second.err());
        assertTrue(second.err().contains("broken.gif"), second.err());
        assertEquals("8 videos in %s, 1 with errors%n".formatted(out), second.out());
        Outcome third = spark("--input", videos, "--output", out, "--resume", "--format", "json", "--max-errors", 20);
        assertEquals(0, third.exit(), third::toString);
        assertTrue(third.err().contains("8 of 8"), third.err());
        session(session -> {
            List<String> paths = paths(new ScoreTable(session, out.toString(), ScoreTable.Format.JSON, ScoreRow.SCHEMA));
            assertEquals(8, paths.size());
            assertEquals(paths.stream().distinct().toList(), paths);
        });
    }

    /** Tasks that a driver did not live to commit are done again, not taken over beside that. */
    @Test
    void whatWasNotCommittedIsNotTakenTwice() throws Exception {
        Path videos = Clips.repeated(folder.resolve("videos"), 4);
        Path out = folder.resolve("out");
        assertEquals(0, spark("--input", videos, "--output", out).exit());
        Path left = Files.createDirectories(out.resolve("_temporary/0/task_202601010000000000000000000_0001_m_000000"));
        try (Stream<Path> files = Files.list(out)) {
            for (Path file : files.filter(file -> file.getFileName().toString().startsWith("part-")).toList()) {
                Files.move(file, left.resolve(file.getFileName()));
            }
        }
        Files.delete(out.resolve("_SUCCESS"));
        Outcome outcome = spark("--input", videos, "--output", out, "--resume");
        assertEquals("4 videos in %s, 0 with errors%n".formatted(out), outcome.out(), outcome.err());
        assertFalse(Files.exists(out.resolve("_temporary")));
    }

    @Test
    void anEvaluationIsThatOfOneMachineToTheBit() throws IOException {
        Path list = folder.resolve("list.txt");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            lines.add(Clips.gifs().get(i % 4) + " " + i);
        }
        lines.add("none.gif 2");
        Files.write(list, lines);
        for (List<String> views : List.of(List.<String>of(), List.of("--preprocessing", "mmaction2", "--clips", "twice"))) {
            for (String format : List.of("parquet", "json")) {
                Path out = Files.createTempDirectory(folder, "out");
                List<Object> args = new ArrayList<>(List.of("--eval", "--input", list, "--output", out, "--format", format,
                        "--json", folder.resolve("cluster.json"), "--csv", folder.resolve("cluster.csv")));
                args.addAll(views);
                Outcome cluster = spark(args.toArray());
                List<Object> alone = new ArrayList<>(List.of("--list", list, "--json", folder.resolve("alone.json"),
                        "--csv", folder.resolve("alone.csv")));
                alone.addAll(views);
                Outcome machine = tsm("eval", alone);
                assertEquals(machine.exit(), cluster.exit(), cluster::toString);
                assertEquals(machine.out(), cluster.out());
                assertEquals(scores(folder.resolve("alone.json")), scores(folder.resolve("cluster.json")));
                assertArrayEquals(Files.readAllBytes(folder.resolve("alone.csv")),
                        Files.readAllBytes(folder.resolve("cluster.csv")));
            }
        }
    }

    /** All but the reason for the video that is not there, whose path is written in full. */
    private static String scores(Path json) throws IOException {
        return Files.readString(json).replaceAll("\"error\":\"[^\"]*\"", "");
    }

    @Test
    void framesAreThoseOfOneMachine() throws Exception {
        Path videos = folder.resolve("videos");
        Clips.repeated(videos.resolve("a"), 3);
        Path expected = folder.resolve("expected");
        assertEquals(0, tsm("prepare", List.of("frames", videos, expected, "--short-side", "32")).exit());
        for (String scheme : List.of("", "away:")) {
            Path out = folder.resolve("frames" + scheme.length());
            Outcome outcome = spark("--extract-frames", "--input", scheme + videos, "--output", scheme + out,
                    "--short-side", 32);
            assertEquals("3 videos written, 0 there already, 0 failed%n".formatted(), outcome.out(), outcome.err());
            assertEquals(content(expected), content(out));
        }
        Files.writeString(videos.resolve("a/broken.gif"), "GIF89a");
        Outcome again = spark("--extract-frames", "--input", videos, "--output", folder.resolve("frames0"));
        assertEquals("0 videos written, 3 there already, 1 failed%n".formatted(), again.out(), again.err());
        assertEquals(2, again.exit());
        assertEquals(content(expected), content(folder.resolve("frames0")));
    }

    private static Map<String, Integer> content(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return new TreeMap<>(files.filter(Files::isRegularFile).filter(file -> !file.toString().endsWith(".crc"))
                    .collect(Collectors.toMap(file -> folder.relativize(file).toString(), file -> {
                        try {
                            return java.util.Arrays.hashCode(Files.readAllBytes(file));
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })));
        }
    }

    @Test
    void namesInListsCannotLeadOutOfTheOutput() {
        assertEquals("_/_/etc/clip", FrameWriter.folder(new Clip("", "../../etc/clip.mp4", 0)));
        assertEquals("clips/a", FrameWriter.folder(new Clip("", "file:///clips/a.mp4", 0)));
        assertEquals("a/b.c", FrameWriter.folder(new Clip("", "/a/b.c.gif", 0)));
        assertEquals("frames", FrameWriter.folder(new Clip("", "frames", 0)));
    }

    @Test
    void aFolderIsFollowedAndGoneOnWith() throws Exception {
        Path videos = Clips.repeated(folder.resolve("videos/monday"), 2).getParent();
        Path out = folder.resolve("out");
        session(session -> {
            for (int round = 0; round < 2; round++) {
                Scorer scorer = new Scorer(session, VideoScores.Options.of(PretrainedNetwork.gestures()));
                ScoreTable table = new ScoreTable(session, out.toString(), ScoreTable.Format.PARQUET,
                        ScoreRow.SCHEMA);
                StreamingQuery query = new Following(session, scorer, table).start(videos.toString(), null);
                query.processAllAvailable();
                // At once: a file that is looked at while it is copied would be a broken one.
                Path copied = Files.copy(Clips.gifs().get(round), folder.resolve("copied"));
                Files.move(copied, videos.resolve("new%d.GIF".formatted(round)), StandardCopyOption.ATOMIC_MOVE);
                Files.writeString(videos.resolve("notes%d.txt".formatted(round)), "");
                query.processAllAvailable();
                query.stop();
                assertEquals(3 + round, paths(table).size());
                assertEquals(3 + round, paths(table).stream().distinct().count());
                Row row = table.rows().where("path LIKE '%new0.GIF'").first();
                assertEquals("shake", row.<Row>getList(row.fieldIndex("top")).getFirst().getString(1));
            }
        });
        refused("another network", "--input", videos, "--output", out, "--resume");
    }

    @Test
    void helpFits() {
        Outcome help = Commands.run(new SparkCommand(), "--help");
        assertEquals(0, help.exit());
        assertTrue(help.out().lines().allMatch(line -> line.length() <= 120), help.out());
        assertTrue(help.out().startsWith("Usage: tsm spark [OPTIONS]"), help.out());
    }
}
