package io.github.tsmjava.app;

import io.github.tsmjava.app.options.CheckpointOptions;
import io.github.tsmjava.app.options.ComputeOptions;
import io.github.tsmjava.app.options.FrameRateOption;
import io.github.tsmjava.app.options.JobKernels;
import io.github.tsmjava.app.options.ModelOptions;
import io.github.tsmjava.app.options.ViewOptions;
import io.github.tsmjava.app.options.streams.WindowOptions;
import io.github.tsmjava.app.report.PredictionJson;
import io.github.tsmjava.app.report.Timeline;
import io.github.tsmjava.app.terminal.Output;
import io.github.tsmjava.app.terminal.Progress;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.Prediction;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.models.WindowClassifier;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.Views;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tsm classify}: names what happens in videos. */
@Command(name = "classify", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Names what happens in videos.")
final class ClassifyCommand implements Callable<Integer> {

    /** Less is printed as 0.0 %. */
    private static final double SMALLEST_SHOWN = 0.0005;

    @Option(names = "--weights", paramLabel = "W", description = CheckpointOptions.WEIGHTS)
    private Path weights;

    @Mixin
    private ModelOptions options;

    @Option(names = "--top", paramLabel = "K", defaultValue = "5",
            description = "Classes to print for each video (default: ${DEFAULT-VALUE}).")
    private int top;

    @Option(names = "--json", description = Output.JSON)
    private boolean json;

    @Mixin
    private WindowOptions windows;

    @Mixin
    private FrameRateOption frameRate;

    @Mixin
    private ViewOptions views;

    @Mixin
    private ComputeOptions compute;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Videos, folders of frames or folders of videos.")
    private List<Path> paths;

    @Spec
    private CommandSpec spec;

    /** What is done with each video. */
    private interface Work {

        void on(Path video) throws IOException;
    }

    @Override
    public Integer call() throws Exception {
        UsageException.requireRange("--top", top, 1, Integer.MAX_VALUE);
        windows.check(frameRate.isGiven());
        frameRate.check();
        PretrainedNetwork model = views.spaced(options.load(weights));
        VideoClassifier.Settings settings = views.settings(model, model.views(Views.EFFICIENT), compute.accuracy());
        PrintWriter err = spec.commandLine().getErr();
        int failures = 0;
        List<Path> videos = new ArrayList<>();
        for (Path path : paths) {
            try {
                videos.addAll(videos(path));
            } catch (IOException e) {
                err.println("tsm: " + Main.line(e));
                failures++;
            }
        }
        Work work = windows.areGiven() ? timelines(model, settings)
                : classifying(model, JobKernels.settings(model, settings, videos.size()));
        int broken = compute.call(() -> onAll(videos, work));
        return failures + broken == 0 ? ExitCode.OK : ExitCode.USAGE;
    }

    private Work classifying(PretrainedNetwork model, VideoClassifier.Settings settings) {
        VideoClassifier classifier = new VideoClassifier(model, settings);
        return video -> print(classifier.classify(video));
    }

    private Work timelines(PretrainedNetwork model, VideoClassifier.Settings settings) {
        WindowClassifier classifier = new WindowClassifier(model, windows.settings(model, views, settings));
        return video -> printTimeline(classifier, video, settings.decoder());
    }

    private void printTimeline(WindowClassifier classifier, Path path, Decoder decoder) throws IOException {
        try (Video video = Video.open(path, decoder)) {
            FrameRateOption.Clock clock = frameRate.clock(video);
            Timeline timeline = new Timeline(spec.commandLine().getOut(), video.name(), clock.length(), json, top);
            WindowClassifier.Stream stream = classifier.open();
            try {
                video.play((index, picture) -> stream.next(picture, clock.nanos(index))
                        .ifPresent(timeline::add));
                stream.end().ifPresent(timeline::add);
            } finally {
                // What was seen in front of damage is worth knowing.
                timeline.end();
            }
        }
    }

    /** How many videos could not be classified. */
    private int onAll(List<Path> videos, Work work) {
        PrintWriter err = spec.commandLine().getErr();
        int failures = 0;
        try (Progress progress = Progress.over(videos.size(), "classify")) {
            for (Path video : videos) {
                try {
                    work.on(video);
                } catch (IOException | IllegalArgumentException | OutOfMemoryError e) {
                    err.println("tsm: " + named(video, Main.line(e)));
                    failures++;
                }
                progress.step();
            }
        }
        return failures;
    }

    private static String named(Path video, String line) {
        return line.startsWith(video.toString()) ? line : video + ": " + line;
    }

    /** The video itself, the frame folder itself, or the videos in a folder of them. */
    private static List<Path> videos(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<Path> videos = entries.filter(Video::isVideo).sorted().toList();
            return videos.isEmpty() ? List.of(path) : videos;
        }
    }

    private void print(Prediction prediction) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(PredictionJson.of(prediction, top));
            return;
        }
        out.println(prediction.name());
        int zeros = 0;
        for (Prediction.Score score : prediction.top(top)) {
            // Rows of nothing are one.
            zeros += score.probability() < SMALLEST_SHOWN ? 1 : 0;
            if (zeros <= 1) {
                out.printf(Locale.ROOT, "  %5.1f %%  %s%n", 100 * score.probability(), score.label());
            }
        }
    }
}
