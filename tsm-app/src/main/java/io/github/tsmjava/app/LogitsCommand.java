package io.github.tsmjava.app;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.PretrainedNetwork.Overrides;
import io.github.tsmjava.models.TsmNetwork;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.nn.plan.StreamingPlan;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tsm logits}: what the network alone computes, without decoding or preprocessing. */
@Command(name = "logits", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Runs a network on a ready tensor.")
final class LogitsCommand implements Callable<Integer> {

    @Option(names = "--weights", required = true, paramLabel = "W",
            description = "Checkpoint: .pth, .pth.tar or .safetensors.")
    private Path weights;

    @Option(names = "--input", required = true, paramLabel = "IN.npy",
            description = "Clips [N, T·C, H, W] or [N, T, C, H, W]; with --online frames [F, C, H, W].")
    private Path input;

    @Option(names = "--output", required = true, paramLabel = "OUT.npy",
            description = "Logits [N, classes]; with --online [F, classes].")
    private Path output;

    @Option(names = "--segments", paramLabel = "T",
            description = "Frames of a clip (default: what the file says, else what the input holds).")
    private Integer segments;

    @Option(names = "--shift-div", paramLabel = "D",
            description = "A group of shifted channels is 1/D of all (default: what the file says, else 8).")
    private Integer shiftDiv;

    @Option(names = "--online", description = "One frame at a time through the streaming network.")
    private boolean online;

    @Mixin
    private ComputeOptions compute;

    @Override
    public Integer call() throws Exception {
        UsageException.requireRange("--segments", segments, 1, PretrainedNetwork.MAX_SEGMENTS);
        UsageException.requireRange("--shift-div", shiftDiv, 2, PretrainedNetwork.MAX_SHIFT_DIV);
        Tensor x = Npy.read(input);
        PretrainedNetwork model = load(x);
        Npy.write(output, compute.call(() -> online ? stream(model.network(), x) : clips(model.network(), x)));
        return 0;
    }

    private PretrainedNetwork load(Tensor x) throws IOException {
        PretrainedNetwork model =
                PretrainedNetwork.load(weights, new Overrides(segments, shiftDiv, online ? true : null));
        if (segments != null || online || model.segmentsKnown()) {
            return model;
        }
        // The file does not say, so the input decides.
        int channels = model.network().config().channels();
        int held = switch (x.rank()) {
            case 5 -> x.dim(1);
            case 4 -> x.dim(1) / channels;
            default -> 0;
        };
        boolean fits = held >= 1 && held <= PretrainedNetwork.MAX_SEGMENTS
                && (x.rank() == 5 || x.dim(1) % channels == 0);
        return !fits || held == model.network().config().segments() ? model
                : PretrainedNetwork.load(weights, new Overrides(held, shiftDiv, null));
    }

    /** Clip by clip, so that memory does not grow with the batch. */
    private Tensor clips(TsmNetwork network, Tensor x) {
        ShapeException.require(x.rank() >= 1 && x.dim(0) >= 1, "expected at least one clip, got %s", x);
        boolean framesOnly = x.rank() == 4 && x.dim(1) == network.config().channels();
        int rows = framesOnly ? network.config().segments() : 1;
        ShapeException.require(x.dim(0) % rows == 0, "%d frames are not a multiple of %d segments (input %s)",
                x.dim(0), rows, x);
        InferencePlan plan = InferencePlan.compile(network, compute.accuracy(), x.slice(0, rows).shape());
        return concat(x.dim(0) / rows, clip -> plan.run(x.slice(clip * rows, (clip + 1) * rows)));
    }

    private Tensor stream(TsmNetwork network, Tensor x) {
        ShapeException.require(x.rank() == 4 && x.dim(0) >= 1, "expected frames [F, C, H, W], got %s", x);
        if (!network.config().isStreamable()) {
            throw new UsageException("--online: expected a network that can be streamed, found one with a temporal pool "
                    + "or non-local blocks");
        }
        StreamingPlan.Stream stream = StreamingPlan.compile(network, compute.accuracy(), x.slice(0, 1).shape()).open();
        return concat(x.dim(0), frame -> stream.next(x.slice(frame, frame + 1)));
    }

    private static Tensor concat(int count, IntFunction<Tensor> part) {
        List<Tensor> parts = IntStream.range(0, count).mapToObj(part).toList();
        return Tensor.concat(parts);
    }
}
