package io.github.tsmjava.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tsmjava.bench.measure.Footprint;
import io.github.tsmjava.bench.measure.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Time and memory of {@code ./tsm classify} from the start of the process to its end, and of its first clips. */
@Command(name = "startup", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures ./tsm classify on one clip from start to end, and the first clips of a longer run.")
final class StartupCommand implements Callable<Integer> {

    private static final int CLIPS = 10;

    @Option(names = "--weights", required = true, paramLabel = "W", description = "Checkpoint, as for ./tsm classify.")
    private Path weights;

    @Option(names = "--size", paramLabel = "S", defaultValue = "224",
            description = "Side of the crop, as for ./tsm classify (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "9", description = "Starts (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Parameters(paramLabel = "VIDEO", description = "The clip.")
    private Path video;

    /** What one run of the command line said and took. */
    private record Run(double seconds, double peakMib, List<String> output) {
    }

    @Override
    public Integer call() throws Exception {
        if (runs < 1) {
            throw new IllegalArgumentException("--runs: expected at least 1, found " + runs);
        }
        Path launcher = Path.of(System.getProperty("tsm.launcher", "tsm"));
        classify(launcher, 1); // builds, and makes the archive of loaded classes
        double[] seconds = new double[runs];
        double peak = 0;
        for (int i = 0; i < runs; i++) {
            Run run = classify(launcher, 1);
            seconds[i] = run.seconds;
            peak = Math.max(peak, run.peakMib);
        }
        Spread spread = Spread.of(seconds);
        System.out.printf("one clip, from start to end  %.2f s (%.2f .. %.2f, %d starts), at most %.0f MiB%n",
                spread.median(), spread.q1(), spread.q3(), runs, peak);

        Run run = classify(launcher, CLIPS);
        System.out.printf("%d clips, from start to end  %.2f s, at most %.0f MiB%n", CLIPS, run.seconds, run.peakMib);
        for (int clip : new int[] {1, 2, CLIPS}) {
            System.out.printf("clip %2d, milliseconds        %s%n", clip, milliseconds(run.output.get(clip - 1)));
        }
        return 0;
    }

    private static JsonElement milliseconds(String line) {
        JsonObject result = JsonParser.parseString(line).getAsJsonObject();
        return result.get("milliseconds");
    }

    private Run classify(Path launcher, int clips) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher.toString(), "classify", "--json",
                "--weights", weights.toString(), "--size", Integer.toString(size)));
        command.addAll(Collections.nCopies(clips, video.toString()));
        Path output = Files.createTempFile("tsm-bench", ".stdout");
        Path errors = Files.createTempFile("tsm-bench", ".stderr");
        try {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
            double peak = 0;
            do {
                peak = Math.max(peak, peakMib(process));
            } while (!process.waitFor(2, TimeUnit.MILLISECONDS));
            double seconds = (System.nanoTime() - start) * 1e-9;
            if (process.exitValue() != 0) {
                throw new IOException("%s: expected exit code 0, found %d: %s".formatted(
                        String.join(" ", command), process.exitValue(), Files.readString(errors).strip()));
            }
            return new Run(seconds, peak, Files.readAllLines(output));
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    /** Asked for again and again, since nobody can ask after the end; 0 once the process has gone. */
    private static double peakMib(Process process) {
        try {
            double peak = Footprint.peakMib(Long.toString(process.pid()));
            return Double.isNaN(peak) ? 0 : peak;
        } catch (IOException e) {
            return 0;
        }
    }
}
