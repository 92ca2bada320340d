package io.github.tsmjava.models.network;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Linear;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.graph.Graph;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A network for clips: the backbone looks at every frame, the classifier scores every frame, the mean over a clip's
 * frames is the clip's score. What passes between frames passes through the shifts inside the backbone.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * <p>Source: Wang et al., "Temporal Segment Networks", ECCV 2016; TSM, section 4; names as in MIT's code.
 */
public final class TsmNetwork extends Layer {

    /** What the names of the backbone's parameters begin with. */
    public static final String BACKBONE = "base_model";
    /** What the classifier is called. */
    public static final String CLASSIFIER = "new_fc";

    private final NetworkConfig config;
    private final Layer backbone;
    private final Linear classifier;
    /** Whether each frame's score stands alone. */
    private final boolean frameByFrame;

    TsmNetwork(NetworkConfig config, ParameterSource parameters) {
        this(config, parameters, false);
    }

    private TsmNetwork(NetworkConfig config, ParameterSource parameters, boolean frameByFrame) {
        super(Scope.root(parameters));
        Scope scope = Scope.root(parameters);
        this.config = config;
        this.frameByFrame = frameByFrame;
        Scope baseModel = scope.at(BACKBONE);
        backbone = child(config.backbone().build(baseModel, config.channels(), new TemporalParts(config)));
        classifier = child(new Linear(scope.at(CLASSIFIER), config.backbone().features(), config.classes()));
    }

    public NetworkConfig config() {
        return config;
    }

    @Override
    protected <V> V flow(V frames, Flow<V> flow) {
        V scores = classifier.run(backbone.run(frames, flow), flow);
        return frameByFrame ? scores : flow.consensus(scores, config.scoredSegments());
    }

    /**
     * The same network on sequences of another length, giving the scores of every frame, {@code [N·T, K]}: what a stream
     * says that begins with the sequence. It shares the parameters: who trains one trains both.
     *
     * @param frames T of a sequence
     * @throws IllegalArgumentException if the network looks at later frames
     */
    public Layer onSequences(int frames) {
        config.requireStreamable();
        Map<String, Tensor> shared = parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::tensor));
        return new TsmNetwork(config.withSegments(frames), (name, _, _) -> shared.get(name), true);
    }

    /**
     * Takes a batch of clips, {@code [N, T·C, H, W]} or {@code [N, T, C, H, W]}, or their frames,
     * {@code [N·T, C, H, W]}, and gives {@code [N, K]} logits. In a stream it takes the next frame of each of N
     * streams, {@code [N, C, H, W]}, and gives their logits {@code [N, K]}.
     *
     * @throws io.github.tsmjava.tensor.ShapeException if the input is none of these
     */
    @Override
    public int[] admit(int[] shape, boolean streaming) {
        int channels = config.channels();
        int segments = config.segments();
        String found = Arrays.toString(shape);
        int rank = shape.length;
        if (streaming) {
            require(rank == 4 && shape[1] == channels, "expected frames [N, %d, H, W], got %s", channels, found);
        } else if (rank == 5) {
            require(shape[1] == segments && shape[2] == channels,
                    "expected [N, %d, %d, H, W], got %s", segments, channels, found);
        } else {
            require(rank == 4, "expected [N, T·C, H, W] or [N, T, C, H, W], got %s", found);
            boolean clips = shape[1] == segments * channels;
            require(clips || shape[1] == channels, "expected %d channels (%d segments of %d) or %d, got %s",
                    segments * channels, segments, channels, channels, found);
            require(clips || shape[0] % segments == 0, "%d frames are not a multiple of %d segments (input %s)",
                    shape[0], segments, found);
        }
        long frames = (long) shape[0] * shape[1] * (rank == 5 ? shape[2] : 1) / channels;
        require(frames <= Integer.MAX_VALUE, "too many frames in %s", found);
        return new int[] {(int) frames, channels, shape[rank - 2], shape[rank - 1]};
    }

    /**
     * The multiply-accumulates of one clip, what papers report as FLOPs: convolutions, linear layers and the two matrix
     * products of a non-local block. Batch norm folds into convolutions and counts nothing; the shift has none.
     *
     * @param size height and width of a frame in pixels
     * @throws io.github.tsmjava.tensor.ShapeException if frames of that size do not fit the network
     */
    public long multiplyAdds(int size) {
        return Graph.of(this, 1, config.segments() * config.channels(), size, size).multiplyAdds();
    }
}
