package io.github.tsmjava.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How much faster two executors are than one, what Spark costs, and how time and memory grow. Nothing else should run
 * meanwhile. The clips are those of {@code -Dtsm.measure.clips}, a folder, for the network {@code -Dtsm.measure.weights}; else
 * real ones of the material beside the project. How time and memory grow is measured by the project's own, which take less
 * time. With {@code -Dtsm.measure.share=0.02} all counts are so much smaller: to see that it works, for no figures.
 */
@Tag("measure")
class ScalingTest {

    private static final double SHARE = Double.parseDouble(System.getProperty("tsm.measure.share", "1"));
    private static final int ROUNDS = 2;
    private static final Pattern TOTAL = Pattern.compile("tsm: \\d+ videos in ([\\d.]+) s, ([\\d.]+) a second");
    private static final Pattern HEAP = Pattern.compile("used (\\d+)K");
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private static int count(int whole) {
        return (int) Math.ceil(whole * SHARE);
    }

    private static List<Path> clips() throws IOException {
        String given = System.getProperty("tsm.measure.clips");
        try (Stream<Path> files = Files.list(given == null ? Shared.path("data/utd-mhad/clips") : Path.of(given))) {
            return files.sorted().toList();
        }
    }

    private static Path weights() {
        String given = System.getProperty("tsm.measure.weights");
        return given == null ? Shared.path("models/tsm_mbv2_utd27.pth.tar") : Path.of(given).toAbsolutePath();
    }

    private static boolean runs(List<String> command, Path log) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Each worker has one core and no more, for its compiler and its garbage, too; the driver has what they leave. Cores of a
     * machine that others share differ much, so both are measured alone. Executors become faster while kernels are compiled, so
     * each sees as many clips, whether alone or not.
     */
    @Test
    void twoExecutorsAreTwiceAsFast() throws Exception {
        List<List<String>> cores = List.of(List.of("taskset", "-c", "0"), List.of("taskset", "-c", "1"));
        assumeTrue(runs(List.of("taskset", "-c", "1", "true"), folder.resolve("log")), "needs taskset and two cores");
        List<List<List<String>>> runs = List.of(cores.subList(0, 1), cores, cores.subList(1, 2));
        double[] rates = new double[runs.size()];
        for (int i = 0; i < rates.length; i++) {
            int chunk = count(200) * runs.get(i).size();
            Path videos = Clips.repeated(folder.resolve("videos" + i), clips(), 3 * chunk);
            Path output = folder.resolve("out" + i);
            try (Cluster cluster = new Cluster(folder.resolve("cluster" + i), runs.get(i))) {
                Cluster.Driver driver = cluster.submitOn(runs.get(i).size(), "--input", videos, "--output", output, "--weights",
                        weights(), "--format", "json", "--chunk", chunk);
                assertEquals(0, driver.end(), driver::text);
            }
            rates[i] = steadyRate(output);
        }
        double times = 2 * rates[1] / (rates[0] + rates[2]);
        System.out.printf("1 executor %.2f clips/s on one core, %.2f on the other; 2 executors %.2f: %.2f times%n", rates[0],
                rates[2], rates[1], times);
        assertTrue(SHARE < 1 || times >= 1.9);
    }

    /** Clips a second from the end of the first chunk, when all is compiled, to that of the last one. */
    private static double steadyRate(Path output) throws IOException {
        Map<String, FileTime> ends = new HashMap<>();
        Map<String, Integer> rows = new HashMap<>();
        for (Path file : Rows.files(output)) {
            // The files of a chunk are named alike, but for the number of the task.
            String chunk = file.getFileName().toString().replaceFirst("part-\\d+-", "");
            ends.merge(chunk, Files.getLastModifiedTime(file), (a, b) -> a.compareTo(b) > 0 ? a : b);
            rows.merge(chunk, Files.readAllLines(file).size(), Integer::sum);
        }
        List<String> chunks = ends.keySet().stream().sorted(Comparator.comparing(ends::get)).toList();
        int counted = chunks.stream().skip(1).mapToInt(rows::get).sum();
        return counted * 1e3 / (ends.get(chunks.getLast()).toMillis() - ends.get(chunks.getFirst()).toMillis());
    }

    /** From the start of each command to its end, as whoever calls it waits; in turn, since machines drift. */
    @Test
    void sparkCostsLittleBesideClassify() throws Exception {
        Path tsm = HOME.resolve("tsm");
        assumeTrue(Files.exists(HOME.resolve("tsm-spark/target/lib/.built")) && Files.exists(
                HOME.resolve("tsm-app/target/lib/.built")), "needs ./tsm classify and ./tsm spark that are built");
        Path videos = Clips.repeated(folder.resolve("videos"), clips(), count(400));
        double[] seconds = new double[2];
        double scoring = 0;
        for (int i = 0; i < 2 * ROUNDS; i++) {
            List<String> command = i % 2 == 0
                    ? List.of(tsm.toString(), "classify", videos.toString(), "--json", "--weights", weights().toString())
                    : List.of(tsm.toString(), "spark", "--input", videos.toString(), "--output",
                            folder.resolve("out" + i).toString(), "--weights", weights().toString());
            Path log = folder.resolve("log" + i);
            long start = System.nanoTime();
            assertTrue(runs(command, log), () -> text(log));
            seconds[i % 2] += (System.nanoTime() - start) / (1e9 * ROUNDS);
            if (i % 2 == 1) {
                Matcher matcher = TOTAL.matcher(text(log));
                assertTrue(matcher.find(), () -> text(log));
                scoring += Double.parseDouble(matcher.group(1)) / ROUNDS;
            }
        }
        System.out.printf("%d clips: classify %.1f s, spark %.1f s (%+.1f %%), of which scoring %.1f s%n", count(400), seconds[0],
                seconds[1], 100 * (seconds[1] / seconds[0] - 1), scoring);
        assertTrue(SHARE < 1 || seconds[1] <= 1.1 * seconds[0]);
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void timeIsLinearAndTheDriverStaysSmall() throws Exception {
        double[] perClip = new double[3];
        long[] live = new long[3];
        int[] counts = {count(100), count(1_000), count(10_000)};
        try (Cluster cluster = new Cluster(folder.resolve("cluster"), 2)) {
            for (int i = 0; i < counts.length; i++) {
                Path videos = Clips.repeated(folder.resolve("videos" + i), counts[i]);
                Cluster.Driver driver = cluster.submit("--input", videos, "--output", folder.resolve("out" + i));
                long peak = 0;
                while (driver.process().isAlive()) {
                    // Rarely, since it takes time from the cores that are measured.
                    Thread.sleep(5000);
                    live[i] = Math.max(live[i], liveKilobytes(driver.process().pid()));
                    peak = Math.max(peak, peakKilobytes(driver.process().pid()));
                }
                assertEquals(0, driver.end(), driver::text);
                Matcher matcher = TOTAL.matcher(driver.text());
                assertTrue(matcher.find(), driver::text);
                double seconds = Double.parseDouble(matcher.group(1));
                perClip[i] = 1000 * seconds / counts[i];
                System.out.printf("%d clips: %.1f s, %.2f ms each; the driver's objects at most %d MB, its process %d MB%n",
                        counts[i], seconds, perClip[i], live[i] >> 10, peak >> 10);
            }
        }
        // What is done once, such as compiling kernels, weighs less and less.
        assertTrue(SHARE < 1 || perClip[2] <= 1.1 * perClip[1]);
        assertTrue(SHARE < 1 || live[2] <= 1.5 * Math.max(live[0], live[1]));
    }

    /** What is left of a JVM's heap when the garbage is collected; 0 if it has ended. */
    private long liveKilobytes(long process) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Path log = folder.resolve("heap");
        if (!runs(List.of(jcmd, Long.toString(process), "GC.run"), log)
                || !runs(List.of(jcmd, Long.toString(process), "GC.heap_info"), log)) {
            return 0;
        }
        Matcher used = HEAP.matcher(Files.readString(log, StandardCharsets.UTF_8));
        return used.find() ? Long.parseLong(used.group(1)) : 0;
    }

    private static long peakKilobytes(long process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst().orElse(0);
        } catch (IOException | RuntimeException e) {
            // It has ended meanwhile.
            return 0;
        }
    }
}
