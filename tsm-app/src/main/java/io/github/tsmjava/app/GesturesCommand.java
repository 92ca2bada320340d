package io.github.tsmjava.app;

import io.github.tsmjava.train.prepare.GestureSet;
import io.github.tsmjava.video.gesture.GestureVideo;
import io.github.tsmjava.video.gesture.Scenery;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tsm gestures}: a data set of synthetic clips. */
@Command(name = "gestures", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Draws synthetic clips of ten hand gestures, with a list of them (list.txt) and of the classes "
                + "(category.txt). The same seed gives the same clips; use another one for validation.")
final class GesturesCommand implements Callable<Integer> {

    private static final int MAX_COUNT = 1_000_000;

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "The folder to write to.")
    private Path output;

    @Option(names = "--count", paramLabel = "N", defaultValue = "100",
            description = "Clips, the classes in turn (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0",
            description = "By which clips are drawn (default: ${DEFAULT-VALUE}).")
    private int seed;

    @Option(names = "--size", paramLabel = "P", defaultValue = "128",
            description = "Width and height in pixels (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(names = "--frames", paramLabel = "F", defaultValue = "24",
            description = "Frames of a clip (default: ${DEFAULT-VALUE}).")
    private int frames;

    @Option(names = "--plain",
            description = "Before a dark wall, without noise: easy to learn from at first (default: before anything).")
    private boolean plain;

    @Option(names = "--format", paramLabel = "frames|gif", defaultValue = "frames",
            description = "Folders of JPEG frames, or GIFs (default: ${DEFAULT-VALUE}).")
    private GestureSet.Storage storage;

    @Option(names = "--threads", paramLabel = "N",
            description = "Clips at the same time (default: one for each core).")
    private Integer threads;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        UsageException.requireRange("--count", count, 1, MAX_COUNT);
        UsageException.requireRange("--size", size, GestureVideo.MIN_SIZE, GestureVideo.MAX_SIZE);
        UsageException.requireRange("--frames", frames, GestureVideo.MIN_FRAMES, GestureVideo.MAX_FRAMES);
        GestureSet set = new GestureSet(count, seed, frames, size, plain ? Scenery.PLAIN : Scenery.VARIED);
        ComputeOptions.call(threads, () -> {
            try (Progress progress = Progress.over(count, "clips")) {
                set.write(output, storage, progress::step);
            }
            return null;
        });
        spec.commandLine().getOut().printf("%d clips written to %s%n", count, output);
        return 0;
    }
}
