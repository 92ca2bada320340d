package io.github.tsmjava.app;

import io.github.tsmjava.app.options.DecoderOption;
import io.github.tsmjava.app.options.ThreadsOption;
import io.github.tsmjava.app.terminal.Progress;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.train.prepare.FrameExtractor;
import io.github.tsmjava.train.prepare.FrameFormat;
import io.github.tsmjava.video.image.Image;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tsm prepare frames}: videos to folders of JPEG frames. */
@Command(name = "frames", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Writes the frames of all videos below a folder as JPEG: those of class/clip.mp4 to the folder "
                + "class/clip.",
            "Skips videos whose folder exists, so you can interrupt it and start it again."})
final class FramesCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "VIDEOS", description = "The folder of videos.")
    private Path source;

    @Parameters(index = "1", paramLabel = "FRAMES", description = "The folder to write to.")
    private Path target;

    @Option(names = "--short-side", paramLabel = "S",
            description = "Resize so that the shorter side has S pixels (default: as in the video).")
    private Integer shortSide;

    @Option(names = "--name", paramLabel = "PATTERN", defaultValue = "img_%05d.jpg",
            description = "Names of frames (default: ${DEFAULT-VALUE}); %%06d.jpg for Something-Something V2.")
    private String pattern;

    @Option(names = "--quality", paramLabel = "Q", defaultValue = "95",
            description = "Of the JPEG, 1 to 100 (default: ${DEFAULT-VALUE}).")
    private int quality;

    @Mixin
    private DecoderOption decoder;

    @Mixin
    private ThreadsOption threads;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        UsageException.requireRange("--short-side", shortSide, 1, Image.MAX_SIDE);
        UsageException.requireRange("--quality", quality, 1, 100);
        FrameExtractor extractor = new FrameExtractor(source, target, format(), decoder.decoder());
        FrameExtractor.Report report = threads.call(() -> {
            try (Progress progress = Progress.over(extractor.size(), "frames")) {
                return extractor.extract(progress::step);
            }
        });
        PrintWriter err = spec.commandLine().getErr();
        report.failures().forEach(failure -> err.println("tsm: " + failure));
        spec.commandLine().getOut().printf("%d videos written, %d there already, %d failed%n",
                report.written(), report.present(), report.failures().size());
        return report.failures().isEmpty() ? ExitCode.OK : ExitCode.USAGE;
    }

    private FrameFormat format() {
        try {
            return new FrameFormat(pattern, shortSide == null ? 0 : shortSide, quality / 100.0);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--name: " + e.getMessage());
        }
    }
}
