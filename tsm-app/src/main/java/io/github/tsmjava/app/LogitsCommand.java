package io.github.tsmjava.app;

import io.github.tsmjava.app.options.CheckpointOptions;
import io.github.tsmjava.app.options.ComputeOptions;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.nn.plan.StreamingPlan;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Npy;
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

    @Option(names = "--weights", paramLabel = "W", description = CheckpointOptions.WEIGHTS)
    private Path weights;

    @Option(names = "--input", required = true, paramLabel = "IN.npy",
            description = "Clips [N, T·C, H, W] or [N, T, C, H, W]; with --online frames [F, C, H, W].")
    private Path input;

    @Option(names = "--output", required = true, paramLabel = "OUT.npy",
            description = "Logits [N, classes]; with --online [F, classes].")
    private Path output;

    @Mixin
    private CheckpointOptions checkpoint;

    @Option(names = "--online", description = CheckpointOptions.ONLINE)
    private boolean online;

    @Mixin
    private ComputeOptions compute;

    @Override
    public Integer call() throws Exception {
        Tensor x = Npy.read(input);
        PretrainedNetwork model = online ? checkpoint.loadStreaming(weights)
                : checkpoint.load(weights, config -> segments(config, x));
        Npy.write(output, compute.call(() -> online ? stream(model.network(), x) : clips(model.network(), x)));
        return 0;
    }

    /** How many the input holds, or as many as the configuration says where the input does not tell. */
    private static int segments(NetworkConfig config, Tensor x) {
        int held = switch (x.rank()) {
            case 5 -> x.dim(1);
            case 4 -> x.dim(1) % config.channels() == 0 ? x.dim(1) / config.channels() : 0;
            default -> 0;
        };
        return held >= 1 && held <= PretrainedNetwork.MAX_SEGMENTS ? held : config.segments();
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
        StreamingPlan.Stream stream = StreamingPlan.compile(network, compute.accuracy(), x.slice(0, 1).shape()).open();
        return concat(x.dim(0), frame -> stream.next(x.slice(frame, frame + 1)));
    }

    private static Tensor concat(int count, IntFunction<Tensor> part) {
        List<Tensor> parts = IntStream.range(0, count).mapToObj(part).toList();
        return Tensor.concat(parts);
    }
}
