package io.github.tsmjava.app;

import io.github.tsmjava.app.options.ThreadsOption;
import io.github.tsmjava.app.report.TrainingReport;
import io.github.tsmjava.app.terminal.Progress;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.train.teach.Examples;
import io.github.tsmjava.train.teach.Teaching;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tsm teach}: somebody's own gestures, from a few clips of each. */
@Command(name = "teach", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Teaches a network your own gestures, from a few clips of each, in a minute or two.")
final class TeachCommand implements Callable<Integer> {

    private static final int PER_CENT = 100;
    private static final double NANOSECONDS = 1e9;
    private static final int MAX_STEPS = 1_000_000;

    @Parameters(paramLabel = "DIR", description = "A folder with a folder for each gesture, called like it, with its clips: "
            + "videos or folders of frames. One called \"no gesture\" may show what is none.")
    private Path folder;

    @Option(names = "--out", required = true, paramLabel = "F", description = "The file to write, a .safetensors.")
    private Path out;

    @Option(names = "--weights", paramLabel = "W",
            description = "Checkpoint to start from, of pictures or of clips: .pth, .pth.tar or .safetensors (default: the small "
                    + "network in the box).")
    private Path weights;

    @Option(names = "--mirror", description = "Learn from mirrored clips as well; gestures that differ in left and right, by their "
            + "names, take each other's place.")
    private boolean mirror;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "80",
            description = "Steps to learn in, at least (default: ${DEFAULT-VALUE}); many clips take more.")
    private int steps;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "Seed of all that is drawn (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private ThreadsOption threads;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        UsageException.requireRange("--steps", steps, Teaching.MIN_STEPS, MAX_STEPS);
        if (!out.toString().endsWith(".safetensors")) {
            throw new UsageException("--out: expected a file that ends with .safetensors, found " + out);
        }
        if (out.toAbsolutePath().getParent() == null || !Files.isDirectory(out.toAbsolutePath().getParent())) {
            throw new UsageException("--out: there is no folder " + out.toAbsolutePath().getParent());
        }
        Examples examples = Examples.read(folder);
        Teaching.Settings settings = Teaching.Settings.USUAL.withSteps(steps).withMirror(mirror).withSeed(seed);
        Teaching teaching = weights == null ? Teaching.fromGestures(examples, settings)
                : Teaching.from(weights, examples, settings);
        PrintWriter print = spec.commandLine().getOut();
        print.printf("%d clips of %s%n", examples.clips().size(), String.join(", ", examples.labels()));
        print.flush();
        long begin = System.nanoTime();
        Teaching.Taught taught = threads.call(() -> learn(teaching));
        taught.network().save(out);
        double seconds = (System.nanoTime() - begin) / NANOSECONDS;
        taught.failures().forEach(failure -> spec.commandLine().getErr().println("tsm: left out: " + failure));
        print.printf("learned in %.0f s; %s%n", seconds, taught.estimate().map(estimate ->
                "of %d clips that it had not seen until then, it named %d right".formatted(estimate.clips(), estimate.right()))
                .orElse("three clips of a gesture or more would tell how well"));
        print.printf("written to %s%nsee it live: ./tsm demo --weights %s%ntry it: ./tsm classify --weights %2$s CLIP%n", out,
                TrainingReport.quoted(out));
        return taught.failures().isEmpty() ? ExitCode.OK : ExitCode.USAGE;
    }

    private Teaching.Taught learn(Teaching teaching) throws Exception {
        try (Progress progress = Progress.over(PER_CENT, "learning")) {
            int[] shown = {0};
            return teaching.learn((share, loss) -> {
                synchronized (shown) {
                    for (; shown[0] < (int) (share * PER_CENT); shown[0]++) {
                        progress.step(Double.isNaN(loss) ? "" : "loss %.2f".formatted(loss));
                    }
                }
            });
        }
    }
}
