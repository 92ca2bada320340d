package io.github.tsmjava.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tsmjava.models.VideoClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our jar on a cluster of processes, some of which die. */
@Tag("cluster")
@Timeout(1200)
class ClusterTest {

    @TempDir
    private Path folder;

    private Cluster cluster;

    private void cluster(int workers) throws Exception {
        cluster = new Cluster(Files.createDirectories(folder.resolve("cluster")), workers);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private static List<JsonObject> rows(Path table) throws IOException {
        List<JsonObject> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(table)) {
            for (Path file : files.filter(file -> file.getFileName().toString().matches("part-.*json")).toList()) {
                Files.readAllLines(file).forEach(line -> rows.add(JsonParser.parseString(line).getAsJsonObject()));
            }
        }
        return rows;
    }

    private static Set<String> values(List<JsonObject> rows, String column) {
        return rows.stream().filter(row -> row.has(column)).map(row -> row.get(column).getAsString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Each video of the folder has one row. */
    private static List<JsonObject> assertComplete(Path videos, Path table) throws IOException {
        List<JsonObject> rows = rows(table);
        try (Stream<Path> files = Files.list(videos)) {
            Set<String> expected = files.map(file -> "file:" + file).collect(Collectors.toSet());
            assertEquals(expected, new HashSet<>(values(rows, "path")));
            assertEquals(expected.size(), rows.size(), "a row for each");
        }
        assertTrue(Files.exists(table.resolve("_SUCCESS")));
        return rows;
    }

    private static Object[] options(Path videos, Path output, Object... more) {
        List<Object> options = new ArrayList<>(List.of("--input", videos, "--output", output, "--format", "json"));
        options.addAll(List.of(more));
        return options.toArray();
    }

    @Test
    void executorsSayWhatOneMachineSays() throws Exception {
        cluster(2);
        Path videos = Clips.repeated(folder.resolve("videos"), 60);
        Path output = folder.resolve("scores");
        Cluster.Driver driver = cluster.submit(options(videos, output));
        assertEquals(0, driver.end(), driver::text);
        assertTrue(driver.text().contains("60 videos in " + output + ", 0 with errors"), driver::text);
        List<JsonObject> rows = assertComplete(videos, output);
        assertEquals(2, values(rows, "executor").size(), "both work: " + values(rows, "executor"));
        assertTrue(values(rows, "kernels").stream().allMatch(name -> name.startsWith("vector")), "vectors are on in executors");
        for (String log : cluster.executorLogs()) {
            assertEquals(1, log.lines().filter(line -> line.contains("loaded, for all tasks")).count(), log);
        }
        VideoClassifier classifier = VideoClassifier.gestures();
        for (Path gif : Clips.gifs()) {
            float[] expected = classifier.classify(gif).logits();
            for (JsonObject row : rows) {
                if (row.get("path").getAsString().endsWith(gif.getFileName().toString())) {
                    assertArrayEquals(expected, floats(row.getAsJsonArray("logits")));
                }
            }
        }
    }

    private static float[] floats(JsonArray array) {
        float[] floats = new float[array.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = array.get(i).getAsFloat();
        }
        return floats;
    }

    @Test
    void anExecutorThatIsKilledAndAWorkerThatIsGoneCostNothing() throws Exception {
        cluster(2);
        Path videos = Clips.repeated(folder.resolve("videos"), 1500);
        Path output = folder.resolve("scores");
        Cluster.Driver driver = cluster.submit(options(videos, output, "--chunk", 50));
        driver.awaitScores(output);
        assertEquals(1, cluster.executors(0).size());
        cluster.executors(0).forEach(ProcessHandle::destroyForcibly);
        Thread.sleep(1000);
        cluster.lose(1);
        assertTrue(driver.process().isAlive(), "there was work left");
        assertEquals(0, driver.end(), driver::text);
        assertComplete(videos, output);
    }

    @Test
    void aDriverThatIsKilledIsGoneOnWith() throws Exception {
        cluster(2);
        Path videos = Clips.repeated(folder.resolve("videos"), 600);
        Path output = folder.resolve("scores");
        Cluster.Driver driver = cluster.submit(options(videos, output, "--chunk", 40));
        driver.awaitScores(output);
        driver.process().destroyForcibly().waitFor();
        int before = rows(output).size();
        assertTrue(before > 0 && before < 600, before + " rows");
        Cluster.Driver refused = cluster.submit(options(videos, output));
        assertEquals(2, refused.end(), refused::text);
        assertTrue(refused.text().contains("--resume goes on"), refused::text);
        Cluster.Driver second = cluster.submit(options(videos, output, "--resume"));
        assertEquals(0, second.end(), second::text);
        assertTrue(second.text().contains("of 600 videos have scores already"), second::text);
        assertComplete(videos, output);
    }

    @Test
    void brokenVideosAreRowsAndTheirShareIsTheExitCode() throws Exception {
        cluster(1);
        Path videos = Clips.repeated(folder.resolve("videos"), 40);
        Clips.breakEvery(videos, 20, 40);
        Clips.huge(videos.resolve("huge.mp4"), 1L << 30);
        Path output = folder.resolve("scores");
        Cluster.Driver driver = cluster.submit(1, options(videos, output, "--max-errors", 10));
        assertEquals(0, driver.end(), driver::text);
        assertEquals(3, values(assertComplete(videos, output), "error").size());
        Cluster.Driver strict = cluster.submit(1, options(videos, output, "--resume"));
        assertNotEquals(0, strict.end(), strict::text);
        assertTrue(strict.text().contains("41 videos in " + output + ", 3 with errors"), strict::text);
    }
}
