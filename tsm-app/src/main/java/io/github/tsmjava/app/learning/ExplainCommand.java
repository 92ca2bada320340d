package io.github.tsmjava.app.learning;

import io.github.tsmjava.app.options.CheckpointOptions;
import io.github.tsmjava.app.options.DecoderOption;
import io.github.tsmjava.app.options.ModelOptions;
import io.github.tsmjava.app.terminal.Output;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.explain.ClipExplanation;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting.ShiftMode;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.transform.Modality;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tsm explain}: the shift on small numbers, or what it does for the answer to a clip. */
@Command(name = "explain", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Shows the temporal shift on small numbers; or, of a clip, what the network sees frame by frame "
                + "and what the shift does for its answer.")
public final class ExplainCommand implements Callable<Integer> {

    private static final int MAX_CHANNELS = 64;
    private static final int MAX_FRAMES = 64;

    @Option(names = "--channels", paramLabel = "C", description = "Channels of the worked example (default: 8).")
    private Integer channels;

    @Option(names = "--frames", paramLabel = "T", description = "Its frames (default: 4).")
    private Integer frames;

    @Option(names = {"--fold-div", "--div"}, paramLabel = "D",
            description = "A group of shifted channels is 1/D of all (default: 8, or 4 for quarters).")
    private Integer div;

    @Option(names = "--mode", paramLabel = "MODE",
            description = "bidirectional, online, circulant, quarters or quarters-circulant (default: bidirectional).")
    private ShiftMode mode;

    @Option(names = "--place", paramLabel = "blockres|block",
            description = "Where in a block the shift stands (default: blockres).")
    private Shifting.Place place;

    @Option(names = "--weights", paramLabel = "W", description = CheckpointOptions.WEIGHTS)
    private Path weights;

    @Option(names = "--block", paramLabel = "NAME",
            description = "A shifted block of it to look at alone, as in features.3.")
    private String block;

    @Mixin
    private ModelOptions options;

    @Mixin
    private DecoderOption decoder;

    @Parameters(arity = "0..1", paramLabel = "CLIP", description = "A video or a folder of frames.")
    private Path clip;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Output out = (Output) spec.commandLine().getOut();
        if (clip != null) {
            requireUnset(channels, frames, div, mode, place);
            explain(out);
            return 0;
        }
        if (weights != null || block != null) {
            throw new UsageException("--weights, --block: expected with a CLIP to explain");
        }
        UsageException.requireRange("--channels", channels, 1, MAX_CHANNELS);
        UsageException.requireRange("--frames", frames, 1, MAX_FRAMES);
        UsageException.requireRange("--fold-div", div, 2, PretrainedNetwork.MAX_SHIFT_DIV);
        new WorkedExample(shift(), channels == null ? 8 : channels, frames == null ? 4 : frames)
                .print(out, place == null ? Shifting.Place.BLOCKRES : place);
        return 0;
    }

    private Shift shift() {
        try {
            return (mode == null ? ShiftMode.BIDIRECTIONAL : mode).shift(div);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static void requireUnset(Object... ofTheExample) {
        for (Object option : ofTheExample) {
            if (option != null) {
                throw new UsageException("--channels, --frames, --fold-div, --mode, --place: expected without CLIP, "
                        + "whose network has its own");
            }
        }
    }

    private void explain(Output out) throws IOException {
        PretrainedNetwork model = options.load(weights);
        List<String> blocks = model.network().config().shifting().blocks();
        if (block != null && !blocks.contains(block)) {
            throw new UsageException("--block: expected one of %s, found %s".formatted(blocks, block));
        }
        new ClipReport(model, new ClipExplanation(model, read(model))).print(out, clip.toString(), block);
    }

    /** The frames that a classification of the clip would look at. */
    private Tensor read(PretrainedNetwork model) throws IOException {
        NetworkConfig config = model.network().config();
        Views views = model.views(Views.EFFICIENT);
        try (Video video = config.modality() == Modality.RGB ? Video.open(clip, decoder.decoder())
                : Video.openFlow(clip)) {
            return views.preprocessing(model.flavour(), config.modality())
                    .apply(model.sampling(views.clips()).read(video));
        }
    }
}
