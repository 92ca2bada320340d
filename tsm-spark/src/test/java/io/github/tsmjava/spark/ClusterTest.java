package io.github.tsmjava.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.tsmjava.models.VideoClassifier;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our jar on a cluster of processes, some of which die, with videos, storages and networks that are not what they should be. */
@Tag("cluster")
@Timeout(1200)
class ClusterTest {

    private static final int GIGABYTE = 1 << 30;

    @TempDir
    private static Path clusterFolder;

    /** Of all tests but those that break it. */
    private static Cluster cluster;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        cluster = new Cluster(clusterFolder, 2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** Each video of the folder has one row. */
    private static List<JsonObject> assertComplete(Path videos, Path table) throws IOException {
        List<JsonObject> rows = Rows.of(table);
        try (Stream<Path> files = Files.list(videos)) {
            Set<String> expected = files.map(file -> "file:" + file).collect(Collectors.toSet());
            assertEquals(expected, new HashSet<>(Rows.values(rows, "path")));
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
        Path videos = Clips.repeated(folder.resolve("videos"), 60);
        Path output = folder.resolve("scores");
        Cluster.Driver driver = cluster.submit(options(videos, output));
        assertEquals(0, driver.end(), driver::text);
        assertTrue(driver.text().contains("60 videos in " + output + ", 0 with errors"), driver::text);
        List<JsonObject> rows = assertComplete(videos, output);
        assertEquals(2, Rows.values(rows, "executor").size(), "both work: " + Rows.values(rows, "executor"));
        assertTrue(Rows.values(rows, "kernels").stream().allMatch(name -> name.startsWith("vector")),
                "vectors are on in executors");
        List<String> logs = cluster.executorLogs(driver);
        assertEquals(2, logs.size());
        for (String log : logs) {
            assertEquals(1, log.lines().filter(line -> line.contains("loaded, for all tasks")).count(), log);
        }
        VideoClassifier classifier = VideoClassifier.gestures();
        for (Path gif : Clips.gifs()) {
            float[] expected = classifier.classify(gif).logits();
            for (JsonObject row : rows) {
                if (row.get("path").getAsString().endsWith(gif.getFileName().toString())) {
                    assertArrayEquals(expected, Rows.logits(row));
                }
            }
        }
    }

    /** Its windows are scored by both executors, and each is there once. */
    @Test
    void aVideoIsSharedOut() throws Exception {
        Path videos = Clips.repeated(folder.resolve("videos"), 8);
        Path output = folder.resolve("scores");
        Cluster.Driver driver = cluster.submit(options(videos, output, "--window", 0.4, "--every", 0.05, "--split", 0.01));
        assertEquals(0, driver.end(), driver::text);
        assertTrue(driver.text().contains("8 videos in " + output + ", 0 with errors"), driver::text);
        List<JsonObject> rows = Rows.of(output);
        assertEquals(rows.size(), rows.stream().map(row -> row.get("path") + " " + row.get("start")).distinct().count());
        assertTrue(Rows.values(rows, "path").stream().anyMatch(path -> Rows.values(rows.stream()
                .filter(row -> row.get("path").getAsString().equals(path)).toList(), "executor").size() == 2), "nobody shared");
    }

    /** Executors have less memory than it has bytes. */
    @Test
    void aVideoOfAGigabyteIsLookedAtLikeAnyOther() throws Exception {
        Path clip = Shared.path("clips/h264_640x480.mp4");
        Path videos = Clips.repeated(folder.resolve("videos"), 20);
        Path large = Files.copy(clip, videos.resolve("large.mp4"));
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            // Behind all frames an empty box, of which nothing is written to the disk.
            long end = file.length();
            file.seek(end);
            file.writeInt(GIGABYTE);
            file.writeBytes("free");
            file.setLength(end + GIGABYTE);
        }
        Path output = folder.resolve("scores");
        Cluster.Driver driver = cluster.submit(options(videos, output));
        assertEquals(0, driver.end(), driver::text);
        JsonObject row = assertComplete(videos, output).stream()
                .filter(one -> one.get("path").getAsString().endsWith("large.mp4")).findFirst().orElseThrow();
        assertArrayEquals(VideoClassifier.gestures().classify(clip).logits(), Rows.logits(row));
    }

    @Test
    void anExecutorThatIsKilledAndAWorkerThatIsGoneCostNothing() throws Exception {
        Path videos = Clips.repeated(folder.resolve("videos"), 1500);
        Path output = folder.resolve("scores");
        try (Cluster own = new Cluster(folder.resolve("cluster"), 2)) {
            Cluster.Driver driver = own.submit(options(videos, output, "--chunk", 50));
            driver.awaitScores(output);
            assertEquals(1, own.executors(0).size());
            own.executors(0).forEach(ProcessHandle::destroyForcibly);
            Thread.sleep(1000);
            own.lose(1);
            assertTrue(driver.process().isAlive(), "there was work left");
            assertEquals(0, driver.end(), driver::text);
            assertComplete(videos, output);
        }
    }

    @Test
    void aDriverThatIsKilledIsGoneOnWith() throws Exception {
        Path videos = Clips.repeated(folder.resolve("videos"), 600);
        Path output = folder.resolve("scores");
        Cluster.Driver driver = cluster.submit(options(videos, output, "--chunk", 40));
        driver.awaitScores(output);
        driver.process().destroyForcibly().waitFor();
        int before = Rows.of(output).size();
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
        Path videos = Clips.repeated(folder.resolve("videos"), 40);
        Clips.breakEvery(videos, 20, 40);
        Clips.huge(videos.resolve("huge.mp4"), 1L << 30);
        Path output = folder.resolve("scores");
        Cluster.Driver driver = cluster.submit(options(videos, output, "--max-errors", 10));
        assertEquals(0, driver.end(), driver::text);
        assertEquals(3, Rows.values(assertComplete(videos, output), "error").size());
        Cluster.Driver strict = cluster.submit(options(videos, output, "--resume"));
        assertNotEquals(0, strict.end(), strict::text);
        assertTrue(strict.text().contains("41 videos in " + output + ", 3 with errors"), strict::text);
    }

    /** A server that takes connections and never says a word. */
    @Test
    void aStorageThatHangsIsARowAndHoldsUpNobody() throws Exception {
        int patience = 30;
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String hanging = "http://127.0.0.1:%d/hangs.gif".formatted(silent.getLocalPort());
            List<String> paths = new ArrayList<>(List.of(hanging));
            Clips.gifs().forEach(gif -> paths.add(gif.toString()));
            Path list = Files.write(folder.resolve("list.txt"), paths);
            Path output = folder.resolve("scores");
            Cluster.Driver driver = cluster.submit(options(list, output, "--patience", patience, "--max-errors", 20));
            assertEquals(0, driver.end(), driver::text);
            assertTrue(driver.text().contains("5 videos in " + output + ", 1 with errors"), driver::text);
            List<JsonObject> rows = Rows.of(output);
            assertEquals(5, rows.size());
            assertEquals(Set.of(hanging + ": no answer within %d s".formatted(patience)), Rows.values(rows, "error"));
            assertEquals(4, rows.stream().filter(row -> row.has("logits")).count());
        }
    }

    /** Neither network nor output are looked for when tasks run already. */
    @Test
    void whatCannotBeDoneIsOneLineBeforeAnyTask() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no network");
        Path output = folder.resolve("scores");
        Cluster.Driver network = cluster.submit(options(Clips.TESTDATA, output, "--weights", file));
        assertRefused(network, file + ": expected a PyTorch checkpoint");
        assertFalse(Files.exists(output));
        Cluster.Driver unwritable = cluster.submit(options(Clips.TESTDATA, file.resolve("scores")));
        assertRefused(unwritable, file.resolve("scores") + ": cannot be written");
        assertEquals("no network", Files.readString(file));
    }

    private static void assertRefused(Cluster.Driver driver, String reason) throws InterruptedException {
        assertEquals(2, driver.end(), driver::text);
        List<String> said = driver.text().lines().filter(line -> line.startsWith("tsm: ")).toList();
        assertEquals(1, said.size(), driver::text);
        assertTrue(said.getFirst().contains(reason), said::toString);
        assertFalse(driver.text().contains("Starting task"), driver::text);
        assertFalse(driver.text().lines().anyMatch(line -> line.startsWith("\tat ")), driver::text);
    }

    /** As when a disk is full or a storage is away: the folder becomes a file, and later a folder again. */
    @Test
    void anOutputThatGoesAwayIsOneLineAndIsGoneOnWith() throws Exception {
        Path videos = Clips.repeated(folder.resolve("videos"), 600);
        Path output = folder.resolve("scores");
        Path aside = folder.resolve("aside");
        Cluster.Driver driver = cluster.submit(options(videos, output, "--chunk", 40));
        driver.awaitScores(output);
        replaceByFile(output, aside);
        assertNotEquals(0, driver.end(), driver::text);
        // In a task or at the commit, whatever comes first.
        List<String> said = driver.text().lines().filter(line -> line.startsWith("tsm: Spark gave up: ")
                || line.startsWith("tsm: " + output + ": cannot be written: ")).toList();
        assertEquals(1, said.size(), driver::text);
        moveBack(aside, output);
        int before = Rows.of(output).size();
        assertTrue(before > 0 && before < 600, before + " rows");
        Cluster.Driver second = cluster.submit(options(videos, output, "--resume"));
        assertEquals(0, second.end(), second::text);
        assertComplete(videos, output);
    }

    /**
     * A commit that had begun deletes the file, and a task that has not heard of the end yet may make the folder again: there may be
     * anything, at any time.
     */
    private static void moveBack(Path aside, Path output) throws IOException {
        for (int again = 0; ; again++) {
            if (Files.exists(output)) {
                Files.move(output, aside.resolveSibling("afterwards" + again));
            }
            try {
                Files.move(aside, output);
                return;
            } catch (FileAlreadyExistsException e) {
                // A task was quicker.
            }
        }
    }

    /** Tasks may make the folder again before there is a file; what they write into that is not committed. */
    private static void replaceByFile(Path output, Path aside) throws IOException {
        Files.move(output, aside);
        for (int again = 0; ; again++) {
            try {
                Files.createFile(output);
                return;
            } catch (FileAlreadyExistsException e) {
                Files.move(output, aside.resolveSibling("again" + again));
            }
        }
    }
}
