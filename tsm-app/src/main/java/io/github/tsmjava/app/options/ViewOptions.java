package io.github.tsmjava.app.options;

import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.transform.Crops;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the network sees of a video: a setting by name, and what differs from it. */
public final class ViewOptions {

    static final String INTERVAL = "Frames from one of a clip to the next, as 2 for every second one";

    /** Views of the paper. */
    enum Setting {
        EFFICIENT(Views.EFFICIENT), ACCURATE(Views.ACCURATE);

        private final Views views;

        Setting(Views views) {
            this.views = views;
        }
    }

    @Option(names = "--setting", paramLabel = "efficient|accurate",
            description = "One clip and the centre crop, or two clips and three crops at full resolution, ten "
                    + "clips if they are of neighbouring frames (default: efficient); the options below change parts of it.")
    private Setting setting;

    @Option(names = "--clips", paramLabel = "uniform|twice|middle|dense",
            description = "Which frames: one clip over the whole video, or two; one clip of neighbouring frames from its "
                    + "middle, or ten that are spread over it (default: uniform; middle for a network of neighbouring "
                    + "frames, such as an I3D).")
    private Sampling.Strategy clips;

    @Option(names = "--frame-interval", paramLabel = "N",
            description = INTERVAL + " (default: what the file says, else what is usual for the network).")
    private Integer interval;

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

    /** What decodes videos. */
    public Decoder decoder() {
        return decoder.decoder();
    }

    /** Whether it is said how far apart the frames of a clip are. */
    public boolean hasInterval() {
        return interval != null;
    }

    /** The network with the interval that is asked for. */
    public PretrainedNetwork spaced(PretrainedNetwork model) {
        UsageException.requireRange("--frame-interval", interval, 1, Sampling.MAX_INTERVAL);
        return interval == null ? model : model.withInterval(interval);
    }

    /** The given views, unless a setting is named, but for what the other options say. */
    private Views views(PretrainedNetwork model, Views usual) {
        if (interval != null && clips != null && !clips.isDense()) {
            throw new UsageException("--frame-interval: expected with --clips middle or dense, found --clips "
                    + clips.name().toLowerCase(Locale.ROOT));
        }
        if (crops != null && !List.of(1, 3, 5, 10).contains(crops)) {
            throw new UsageException("--crops: expected 1, 3, 5 or 10, found " + crops);
        }
        Views otherwise = setting == null ? usual : model.views(setting.views).withSize(usual.size());
        otherwise = interval == null ? otherwise : otherwise.ofNeighbours();
        return new Views(
                clips == null ? otherwise.clips() : clips,
                crops == null ? otherwise.crops() : Crops.of(crops),
                size.or(otherwise.size()),
                fullResolution == null ? otherwise.fullResolution() : fullResolution);
    }

    /**
     * How videos are read and looked at.
     *
     * @param model as {@link #spaced} gives it
     * @param usual the views where the options do not say otherwise
     */
    public VideoClassifier.Settings settings(PretrainedNetwork model, Views usual, Accuracy accuracy) {
        return new VideoClassifier.Settings(views(model, usual), decoder.decoder(), accuracy);
    }
}
