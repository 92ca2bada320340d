package io.github.tsmjava.app;

import io.github.tsmjava.app.options.ThreadsOption;
import io.github.tsmjava.app.terminal.Progress;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.train.gesture.GestureSet;
import io.github.tsmjava.train.gesture.Scenery;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code tsm gestures}: a data set of synthetic clips. */
@Command(name = "gestures", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Draws synthetic clips of hand gestures, with a list of them (list.txt) and of the classes "
                + "(category.txt). The same seed gives the same clips.")
final class GesturesCommand implements Callable<Integer> {

    private static final int MAX_COUNT = 1_000_000;

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "The folder to write to.")
    private Path output;

    @Option(names = "--count", paramLabel = "N", defaultValue = "100",
            description = "Number of clips; each class gets the same share (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--validation", paramLabel = "N", defaultValue = "0",
            description = "Number of further clips for validation, in a list of their own (val.txt; default: none).")
    private int validation;

    @Option(names = "--only", split = ",", paramLabel = "G", converter = GestureName.class,
            description = "The gestures, as in swipe-left,swipe-right (default: all ten).")
    private List<Gesture> gestures = List.of(Gesture.values());

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0",
            description = "Seed of the random numbers (default: ${DEFAULT-VALUE}).")
    private int seed;

    @Option(names = "--size", paramLabel = "P", defaultValue = "128",
            description = "Width and height in pixels (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(names = "--frames", paramLabel = "F", defaultValue = "24",
            description = "Frames of a clip (default: ${DEFAULT-VALUE}).")
    private int frames;

    @Option(names = "--plain",
            description = "Draw hands before a dark wall, without noise, which is easier to learn (default: before any "
                    + "scene).")
    private boolean plain;

    @Option(names = "--format", paramLabel = "frames|gif", defaultValue = "frames",
            description = "Folders of JPEG frames, or GIFs (default: ${DEFAULT-VALUE}).")
    private GestureSet.Storage storage;

    @Mixin
    private ThreadsOption threads;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        UsageException.requireRange("--count", count, 1, MAX_COUNT);
        UsageException.requireRange("--size", size, GestureSet.MIN_SIZE, GestureSet.MAX_SIZE);
        UsageException.requireRange("--frames", frames, GestureSet.MIN_FRAMES, GestureSet.MAX_FRAMES);
        UsageException.requireRange("--validation", validation, 0, MAX_COUNT);
        if (Set.copyOf(gestures).size() < gestures.size()) {
            throw new UsageException("--only: expected each gesture once");
        }
        GestureSet set = new GestureSet(
                gestures, count, validation, seed, frames, size, plain ? Scenery.PLAIN : Scenery.VARIED);
        threads.call(() -> {
            try (Progress progress = Progress.over(count + validation, "clips")) {
                set.write(output, storage, progress::step);
            }
            return null;
        });
        spec.commandLine().getOut().printf("%d clips written to %s%n", count + validation, output);
        return 0;
    }

    /** Gestures by their names, with spaces or as folders are called. */
    private static final class GestureName implements ITypeConverter<Gesture> {

        @Override
        public Gesture convert(String text) {
            return Arrays.stream(Gesture.values())
                    .filter(gesture -> GestureSet.folder(gesture).equals(text.replace(' ', '-'))).findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected one of %s, found '%s'".formatted(
                            Arrays.stream(Gesture.values()).map(GestureSet::folder).collect(Collectors.joining(", ")),
                            text)));
        }
    }
}
