package io.github.tsmjava.nn;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Softmax;
import io.github.tsmjava.tensor.ops.layer.MatMul;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A non-local block behind another block: every pixel of every frame looks at all pixels of the clip.
 *
 * <pre>
 *   x = block(input)                                [N·T, C, H, W]
 *   y = weights(θ(x), pool(φ(x))) · pool(g(x))      queries T·H·W, keys T·(H/2)·(W/2), C/2 channels
 *   output = x + BN(W(y))
 * </pre>
 *
 * The scopes are those of MIT's checkpoints: {@code block}, and {@code nl.g.0}, {@code nl.theta}, {@code nl.phi.0},
 * {@code nl.W.0}, {@code nl.W.1}.
 *
 * <p>Source: Wang et al., "Non-local Neural Networks", CVPR 2018; MIT TSM's embedded Gaussian; mmcv's NonLocal3d.
 */
public final class NonLocal extends Layer {

    /** How a query weighs the keys. */
    public enum Mode {
        /** {@code softmax(θᵀφ)} over the keys. */
        EMBEDDED_GAUSSIAN,
        /** {@code softmax(xᵀ·pool(x))}: no θ and φ, all C channels. */
        GAUSSIAN,
        /** {@code θᵀφ} divided by the number of keys. */
        DOT_PRODUCT
    }

    private final Mode mode;
    private final int segments;
    private final Layer block;
    private final Conv3d g;
    private final Conv3d theta;
    private final Conv3d phi;
    private final MaxPool2d pool;
    private final Conv3d out;
    private final BatchNorm norm;

    /**
     * @param segments   frames of a clip at this depth of the network
     * @param channels   C, the block's output channels
     * @param outputBias whether the output convolution has a bias: MIT's has, mmcv's has not
     * @param block      builds the wrapped block in the scope {@code block}
     */
    public NonLocal(Scope scope, Mode mode, int segments, int channels, boolean outputBias,
                    Function<Scope, ? extends Layer> block) {
        super(scope);
        this.mode = mode;
        this.segments = segments;
        this.block = child(block.apply(scope.at("block")));
        int inner = Math.max(1, channels / 2);
        Scope nl = scope.at("nl");
        this.g = child(Conv3d.pointwise(nl.at("g").at(0), channels, inner, true));
        this.out = child(Conv3d.pointwise(nl.at("W").at(0), inner, channels, outputBias));
        this.norm = child(new BatchNorm(nl.at("W").at(1), channels));
        boolean embedded = mode != Mode.GAUSSIAN;
        this.theta = embedded ? child(Conv3d.pointwise(nl.at("theta"), channels, inner, true)) : null;
        this.phi = embedded ? child(Conv3d.pointwise(nl.at("phi").at(0), channels, inner, true)) : null;
        this.pool = child(new MaxPool2d(nl.at("pool"), 2, 2, 0));
    }

    public Mode mode() {
        return mode;
    }

    public int segments() {
        return segments;
    }

    @Override
    protected <V> V flow(V input, Flow<V> flow) {
        V x = block.run(input, flow);
        V queries = theta == null ? x : theta.run(x, flow);
        V keys = pool.run(phi == null ? x : phi.run(x, flow), flow);
        V values = pool.run(g.run(x, flow), flow);
        V answers = flow.attend(this, queries, keys, values);
        return flow.add(x, norm.run(out.run(answers, flow), flow));
    }

    /** {@link Flow#attend} on tensors, clip by clip: the weights are the largest matrix of the network. */
    public Tensor attend(Tensor queries, Tensor keys, Tensor values) {
        int frames = queries.dim(0);
        require(frames % segments == 0, "%d frames are not a multiple of %d segments in %s", frames, segments, name());
        List<Tensor> answers = new ArrayList<>();
        for (int clip = 0; clip < frames; clip += segments) {
            Tensor weights = weigh(MatMul.matmul(rows(queries, clip), rows(keys, clip), false, true));
            answers.add(MatMul.matmul(weights, rows(values, clip)));
        }
        return Tensor.concat(answers).reshape(frames, queries.dim(2), queries.dim(3), values.dim(1))
                .permute(0, 3, 1, 2);
    }

    /** The pixels of one clip as rows: {@code [T·H·W, C]}, frame by frame. */
    private Tensor rows(Tensor x, int clip) {
        return x.slice(clip, clip + segments).permute(0, 2, 3, 1).reshape(-1, x.dim(1));
    }

    /** Turns affinities, which nobody else holds, into weights. */
    private Tensor weigh(Tensor affinities) {
        if (mode != Mode.DOT_PRODUCT) {
            return Softmax.softmax(affinities);
        }
        float[] weights = affinities.data();
        float keys = affinities.dim(1);
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= keys;
        }
        return affinities;
    }
}
