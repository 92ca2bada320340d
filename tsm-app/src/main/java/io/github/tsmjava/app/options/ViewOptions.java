package io.github.tsmjava.app.options;

import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.transform.Crops;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the network sees of a video: a setting by name, and what differs from it. */
public final class ViewOptions {

    /** Views of the paper. */
    enum Setting {
        EFFICIENT(Views.EFFICIENT), ACCURATE(Views.ACCURATE);

        private final Views views;

        Setting(Views views) {
            this.views = views;
        }
    }

    @Option(names = "--setting", paramLabel = "efficient|accurate",
            description = "One clip and the centre crop, or two clips and three crops at full resolution "
                    + "(default: efficient); the options below change parts of it.")
    private Setting setting;

    @Option(names = "--clips", paramLabel = "uniform|dense|twice",
            description = "Which frames: one clip over the whole video, ten clips of 64 frames, or two over the whole.")
    private Sampling.Strategy clips;

    @Option(names = {"--crops", "--test-crops"}, paramLabel = "1|3|5|10",
            description = "Windows of each frame: the centre; both ends and the centre; corners and centre; these and "
                    + "their mirror images.")
    private Integer crops;

    @Mixin
    private final SizeOption size = new SizeOption(4096);

    @Option(names = {"--full-resolution", "--full-res"}, negatable = true,
            description = "Crops as large as the short side, which is resized to S·256/224.")
    private Boolean fullResolution;

    @Mixin
    private DecoderOption decoder;

    /** The given views, unless a setting is named, but for what the other options say. */
    private Views views(Views usual) {
        if (crops != null && !List.of(1, 3, 5, 10).contains(crops)) {
            throw new UsageException("--crops: expected 1, 3, 5 or 10, found " + crops);
        }
        Views otherwise = setting == null ? usual : setting.views.withSize(usual.size());
        return new Views(
                clips == null ? otherwise.clips() : clips,
                crops == null ? otherwise.crops() : Crops.of(crops),
                size.or(otherwise.size()),
                fullResolution == null ? otherwise.fullResolution() : fullResolution);
    }

    /** @param usual the views where the options do not say otherwise */
    public VideoClassifier.Settings settings(Views usual, Accuracy accuracy) {
        return new VideoClassifier.Settings(views(usual), decoder.decoder(), accuracy);
    }
}
