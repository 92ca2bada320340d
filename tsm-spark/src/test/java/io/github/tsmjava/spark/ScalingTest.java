package io.github.tsmjava.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How much faster two executors are than one, what Spark costs, and how time and memory grow. Nothing else should run meanwhile. The
 * clips are those of {@code -Dtsm.measure.clips}, a folder, for the network {@code -Dtsm.measure.weights}; else the project's own.
 */
@Tag("measure")
class ScalingTest {

    private static final Pattern RATE = Pattern.compile("tsm: \\d+ videos in ([\\d.]+) s, ([\\d.]+) a second");
    private static final String WEIGHTS = System.getProperty("tsm.measure.weights");

    @TempDir
    private Path folder;

    private static List<Path> clips() throws IOException {
        String given = System.getProperty("tsm.measure.clips");
        if (given == null) {
            return Clips.gifs();
        }
        try (Stream<Path> files = Files.list(Path.of(given))) {
            return files.sorted().toList();
        }
    }

    private static Object[] options(Path videos, Path output) {
        List<Object> options = new ArrayList<>(List.of("--input", videos, "--output", output));
        if (WEIGHTS != null) {
            options.addAll(List.of("--weights", WEIGHTS));
        }
        return options.toArray();
    }

    /** @param group of the line: 1 for seconds, 2 for clips a second */
    private static double measured(Cluster.Driver driver, int group) throws InterruptedException {
        assertEquals(0, driver.end(), driver::text);
        Matcher matcher = RATE.matcher(driver.text());
        assertTrue(matcher.find(), driver::text);
        return Double.parseDouble(matcher.group(group));
    }

    @Test
    void twoExecutorsAreTwiceAsFast() throws Exception {
        Path videos = Clips.repeated(folder.resolve("videos"), clips(), 2000);
        double[] rates = new double[2];
        for (int workers = 1; workers <= 2; workers++) {
            try (Cluster cluster = new Cluster(folder.resolve("cluster" + workers), workers)) {
                rates[workers - 1] = measured(cluster.submit(workers, options(videos, folder.resolve("out" + workers))), 2);
            }
        }
        System.out.printf("1 executor %.1f clips/s, 2 executors %.1f: %.2f times%n", rates[0], rates[1], rates[1] / rates[0]);
        assertTrue(rates[1] >= 1.9 * rates[0]);
    }

    @Test
    void sparkCostsLittleBesideClassify() throws Exception {
        Path videos = Clips.repeated(folder.resolve("videos"), clips(), 400);
        double[] seconds = new double[2];
        for (int i = 0; i < 2; i++) {
            List<String> command = new ArrayList<>(List.of(Path.of("..", "tsm").toAbsolutePath().toString()));
            command.addAll(i == 0 ? List.of("classify", videos.toString(), "--json")
                    : List.of("spark", "--input", videos.toString(), "--output", folder.resolve("out").toString()));
            if (WEIGHTS != null) {
                command.addAll(List.of("--weights", WEIGHTS));
            }
            long start = System.nanoTime();
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log" + i).toFile()).start();
            assertEquals(0, process.waitFor(), () -> "see the launcher's output");
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        Matcher matcher = RATE.matcher(Files.readString(folder.resolve("log1")));
        assertTrue(matcher.find());
        double scoring = Double.parseDouble(matcher.group(1));
        System.out.printf("400 clips: classify %.1f s, spark %.1f s of which scoring %.1f s: %+.1f %% and %+.1f %%%n", seconds[0],
                seconds[1], scoring, 100 * (seconds[1] / seconds[0] - 1), 100 * (scoring / seconds[0] - 1));
        assertTrue(scoring <= 1.1 * seconds[0]);
    }

    @Test
    void timeIsLinearAndTheDriverStaysSmall() throws Exception {
        List<Path> clips = clips();
        try (Cluster cluster = new Cluster(folder.resolve("cluster"), 2)) {
            for (int count : new int[] {100, 1_000, 10_000}) {
                Path videos = Clips.repeated(folder.resolve("videos" + count), clips, count);
                Cluster.Driver driver = cluster.submit(options(videos, folder.resolve("out" + count)));
                long peak = 0;
                Path status = Path.of("/proc/" + driver.process().pid() + "/status");
                while (driver.process().isAlive()) {
                    peak = Math.max(peak, kilobytes(status));
                    Thread.sleep(200);
                }
                double seconds = measured(driver, 1);
                System.out.printf("%d clips: %.1f s, %.2f ms each; driver's memory at most %d MB%n", count, seconds,
                        1000 * seconds / count, peak >> 10);
            }
        }
    }

    private static long kilobytes(Path status) {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst().orElse(0);
        } catch (IOException | RuntimeException e) {
            // It has ended meanwhile.
            return 0;
        }
    }
}
