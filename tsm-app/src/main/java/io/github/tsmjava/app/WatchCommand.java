package io.github.tsmjava.app;

import io.github.tsmjava.app.options.ComputeOptions;
import io.github.tsmjava.app.options.DecoderOption;
import io.github.tsmjava.app.options.FrameRateOption;
import io.github.tsmjava.app.options.JobKernels;
import io.github.tsmjava.app.options.ModelOptions;
import io.github.tsmjava.app.report.Decisions;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.StreamingClassifier;
import io.github.tsmjava.models.streaming.Smoothing;
import io.github.tsmjava.video.Video;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tsm watch}: a video as if it came from a camera, in the time of its own clock. */
@Command(name = "watch", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Watches a video as if it were live, and says when what happens changes.")
final class WatchCommand implements Callable<Integer> {

    /** Of the demo's rules, which know the classes of Jester by number. */
    private static final int DEMO_CLASSES = 27;

    @Option(names = "--weights", paramLabel = "W",
            description = "Checkpoint of a network that sees only the past: .pth, .pth.tar or .safetensors "
                    + "(default: a small network in the box that knows ten gestures of a hand).")
    private Path weights;

    @Mixin
    private ModelOptions options;

    @Option(names = "--smoothing", paramLabel = "usual|demo|none", defaultValue = "usual",
            description = "How decisions follow from frames: by our rules, by those of the original's demo (for "
                    + "Jester's classes), or each frame alone (default: ${DEFAULT-VALUE}).")
    private Smoothing.Named smoothing;

    @Option(names = "--rate", paramLabel = "R",
            description = "Frames a second that the network sees, at most those of the video; up to 7.5, two streams "
                    + "take turns and answer twice as often (default: what the file says, else 15).")
    private Double rate;

    @Mixin
    private FrameRateOption frameRate;

    @Mixin
    private DecoderOption decoder;

    @Option(names = "--json", description = "Print one JSON object for each frame that the network sees.")
    private boolean json;

    @Option(names = "--top", paramLabel = "K", defaultValue = "5",
            description = "Classes in each object (default: ${DEFAULT-VALUE}).")
    private int top;

    @Mixin
    private ComputeOptions compute;

    @Parameters(paramLabel = "VIDEO", description = "A video or a folder of frames.")
    private Path path;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        UsageException.requireRange("--top", top, 1, Integer.MAX_VALUE);
        FrameRateOption.requireRate("--rate", rate);
        frameRate.check();
        PretrainedNetwork model = options.loadStreaming(weights, reason -> reason
                + "; classify --window SECONDS says what it sees in a video, and when");
        StreamingClassifier.Settings usual = StreamingClassifier.Settings.of(model).withAccuracy(compute.accuracy())
                .withSmoothing(smoothing.smoothing());
        StreamingClassifier.Settings settings = rate == null ? usual : usual.withRate(rate);
        requireSmoothing(model);
        try (Video video = Video.open(path, decoder.decoder())) {
            FrameRateOption.Clock clock = frameRate.clock(video);
            double seen = video.frameCount() * Math.min(1, settings.answerRate() / clock.rate());
            StreamingClassifier classifier = classifier(model,
                    settings.withKernels(JobKernels.of(model, settings.size(),
                    seen / model.network().config().segments())));
            return compute.call(() -> watch(video, clock, classifier));
        }
    }

    /** Networks without class names are trusted to have Jester's if there are as many. */
    private void requireSmoothing(PretrainedNetwork model) {
        int classes = model.network().config().classes();
        if (smoothing == Smoothing.Named.DEMO && classes != DEMO_CLASSES) {
            throw new UsageException(
                    "--smoothing demo: expected the %d classes of Jester, which the demo's rules know by "
                    .formatted(DEMO_CLASSES) + "number, found " + classes + " classes");
        }
    }

    private static StreamingClassifier classifier(PretrainedNetwork model, StreamingClassifier.Settings settings) {
        try {
            return new StreamingClassifier(model, settings);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private int watch(Video video, FrameRateOption.Clock clock, StreamingClassifier classifier) throws IOException {
        Decisions decisions = new Decisions(spec.commandLine().getOut(), json, top);
        StreamingClassifier.Stream stream = classifier.open();
        try {
            video.play((index, picture) -> {
                double seconds = clock.seconds(index);
                stream.next(picture, Math.round(seconds * 1e9)).ifPresent(answer -> decisions.add(seconds, answer));
            });
        } catch (IllegalArgumentException e) {
            throw new UsageException(video.name() + ": " + e.getMessage());
        }
        return ExitCode.OK;
    }
}
