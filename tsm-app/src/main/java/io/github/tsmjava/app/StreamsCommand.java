package io.github.tsmjava.app;

import io.github.tsmjava.app.options.DecoderOption;
import io.github.tsmjava.app.options.ThreadsOption;
import io.github.tsmjava.app.options.TrainingLists;
import io.github.tsmjava.app.terminal.Progress;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.Labels;
import io.github.tsmjava.train.streams.ClipStreams;
import io.github.tsmjava.train.streams.StreamList;
import io.github.tsmjava.video.VideoList;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tsm prepare streams}: clips to long videos of which is known what happens when. */
@Command(name = "streams", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Puts the clips of a list one after another into streams, with pauses between them: folders of JPEG "
                + "frames, with a list of them (streams.csv) and of what happens when (events.csv). The same seed gives the "
                + "same streams.")
final class StreamsCommand implements Callable<Integer> {

    @Option(names = "--list", required = true, paramLabel = "L",
            description = "The clips, one a line: path label, path frames label, or path offset frames label.")
    private Path list;

    @Option(names = "--root", paramLabel = "R", description = TrainingLists.ROOT)
    private Path root;

    @Option(names = "--labels", required = true, paramLabel = "F",
            description = "Class names, one a line; the clips of a class that means that nothing happens, such as "
                    + "nothing, are no events.")
    private Path labels;

    @Option(names = "--movements", paramLabel = "S",
            description = "When the action of a clip happens: the streams.csv of ./tsm gestures, in which each clip is a "
                    + "stream (default: an action lasts as long as its clip).")
    private Path movements;

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "The folder to write to.")
    private Path output;

    @Option(names = "--fps", paramLabel = "F", defaultValue = "10",
            description = "Frames of a stream in a second (default: ${DEFAULT-VALUE}).")
    private double fps;

    @Option(names = "--clips", paramLabel = "N", defaultValue = "70",
            description = "Clips in a stream (default: ${DEFAULT-VALUE}).")
    private int clips;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "" + ClipStreams.Settings.USUAL_SECONDS,
            description = "Seconds in which a clip is played, on average, whatever its length; up to two fifths more or less "
                    + "are drawn (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "5",
            description = "Seed of the random numbers that say how long what is shown (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private DecoderOption decoder;

    @Mixin
    private ThreadsOption threads;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        UsageException.requireRange("--clips", clips, 1, ClipStreams.MAX_FRAMES);
        if (!(fps >= ClipStreams.MIN_RATE && fps <= ClipStreams.MAX_RATE)) {
            throw new UsageException("--fps: expected frames a second from %d to %d, found %s"
                    .formatted(ClipStreams.MIN_RATE, ClipStreams.MAX_RATE, fps));
        }
        if (!(seconds >= ClipStreams.MIN_SECONDS && seconds <= ClipStreams.MAX_SECONDS)) {
            throw new UsageException("--seconds: expected seconds of a clip from %s to %s, found %s"
                    .formatted(ClipStreams.MIN_SECONDS, ClipStreams.MAX_SECONDS, seconds));
        }
        VideoList videos = VideoList.read(list);
        ClipStreams streams = new ClipStreams(videos, root == null ? list.toAbsolutePath().getParent() : root,
                decoder.decoder(), Labels.read(labels),
                movements == null ? List.of() : StreamList.read(movements).streams(),
                new ClipStreams.Settings(fps, clips, seconds, seed));
        threads.call(() -> {
            try (Progress progress = Progress.over(streams.count(), "streams")) {
                streams.write(output, progress::step);
            }
            return null;
        });
        spec.commandLine().getOut().printf("%d streams of %d clips written to %s%n",
                streams.count(), videos.entries().size(), output);
        return 0;
    }
}
