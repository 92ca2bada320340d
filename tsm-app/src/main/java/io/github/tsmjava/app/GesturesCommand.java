package io.github.tsmjava.app;

import io.github.tsmjava.app.options.ThreadsOption;
import io.github.tsmjava.app.terminal.Progress;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.train.gesture.GestureSet;
import io.github.tsmjava.train.gesture.GestureStreams;
import io.github.tsmjava.train.gesture.Scenery;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
        description = {"Draws synthetic clips of hand gestures, with a list of them (list.txt) and of the classes "
            + "(category.txt). The same seed gives the same clips.",
            "With --stream it draws long videos of gestures with pauses between them, with a list of them (streams.csv) and of "
            + "what happens when (events.csv)."})
final class GesturesCommand implements Callable<Integer> {

    private static final int MAX_COUNT = 1_000_000;
    private static final int MAX_RATE = 240;

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "The folder to write to.")
    private Path output;

    @Option(names = "--count", paramLabel = "N",
            description = "Number of clips; each class gets the same share (default: 100; of streams 1).")
    private Integer count;

    @Option(names = "--stream", description = "Draw streams in place of clips.")
    private boolean stream;

    @Option(names = "--minutes", paramLabel = "M", description = "Length of a stream (default: 1).")
    private Double minutes;

    @Option(names = "--fps", paramLabel = "F", description = "Frames of a stream in a second (default: 30).")
    private Double fps;

    @Option(names = "--validation", paramLabel = "N",
            description = "Number of further clips for validation, in a list of their own (val.txt; default: none).")
    private Integer validation;

    @Option(names = "--only", split = ",", paramLabel = "G", converter = GestureName.class,
            description = "The gestures, as in swipe-left,swipe-right (default: all ten).")
    private List<Gesture> gestures;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0",
            description = "Seed of the random numbers (default: ${DEFAULT-VALUE}).")
    private int seed;

    @Option(names = "--size", paramLabel = "P", defaultValue = "128",
            description = "Width and height in pixels (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(names = "--frames", paramLabel = "F", description = "Frames of a clip (default: 24).")
    private Integer frames;

    @Option(names = "--plain",
            description = "Draw hands before a dark wall, without noise, which is easier to learn (default: before any "
                    + "scene).")
    private boolean plain;

    @Option(names = "--format", paramLabel = "frames|gif", description = "Folders of JPEG frames, or GIFs (default: frames).")
    private GestureSet.Storage storage;

    @Mixin
    private ThreadsOption threads;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        UsageException.requireRange("--count", count, 1, MAX_COUNT);
        UsageException.requireRange("--size", size, GestureSet.MIN_SIZE, GestureSet.MAX_SIZE);
        if (stream) {
            writeStreams();
        } else {
            writeClips();
        }
        return 0;
    }

    private Scenery scenery() {
        return plain ? Scenery.PLAIN : Scenery.VARIED;
    }

    private void writeClips() throws Exception {
        if (minutes != null || fps != null) {
            throw new UsageException("--minutes, --fps: expected with --stream");
        }
        UsageException.requireRange("--frames", frames, GestureSet.MIN_FRAMES, GestureSet.MAX_FRAMES);
        UsageException.requireRange("--validation", validation, 0, MAX_COUNT);
        if (gestures != null && Set.copyOf(gestures).size() < gestures.size()) {
            throw new UsageException("--only: expected each gesture once");
        }
        GestureSet set = new GestureSet(Objects.requireNonNullElse(gestures, List.of(Gesture.values())),
                Objects.requireNonNullElse(count, 100), Objects.requireNonNullElse(validation, 0), seed,
                Objects.requireNonNullElse(frames, 24), size, scenery());
        int clips = set.count() + set.validation();
        threads.call(() -> {
            try (Progress progress = Progress.over(clips, "clips")) {
                set.write(output, Objects.requireNonNullElse(storage, GestureSet.Storage.FRAMES), progress::step);
            }
            return null;
        });
        spec.commandLine().getOut().printf("%d clips written to %s%n", clips, output);
    }

    private void writeStreams() throws Exception {
        if (frames != null || validation != null || gestures != null || storage != null) {
            throw new UsageException("--frames, --validation, --only, --format: expected without --stream");
        }
        double length = Objects.requireNonNullElse(minutes, 1.0);
        double rate = Objects.requireNonNullElse(fps, 30.0);
        if (!(rate >= 1 && rate <= MAX_RATE)) {
            throw new UsageException("--fps: expected frames a second from 1 to %d, found %s".formatted(MAX_RATE, rate));
        }
        if (!(length > 0 && GestureStreams.frames(length, rate) >= 1
                && GestureStreams.frames(length, rate) <= GestureStreams.MAX_FRAMES)) {
            throw new UsageException("--minutes: expected 1 to %d frames at %s frames a second, found %s minutes"
                    .formatted(GestureStreams.MAX_FRAMES, rate, length));
        }
        GestureStreams streams = new GestureStreams(Objects.requireNonNullElse(count, 1), length, seed, rate, size, scenery());
        threads.call(() -> {
            try (Progress progress = Progress.over(streams.count(), "streams")) {
                streams.write(output, progress::step);
            }
            return null;
        });
        spec.commandLine().getOut().printf("%d streams of %s minutes written to %s%n", streams.count(), length, output);
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
