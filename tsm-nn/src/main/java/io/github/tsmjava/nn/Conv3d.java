package io.github.tsmjava.nn;

import io.github.tsmjava.nn.parameter.Parameter.Role;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.Convolution3d;

/**
 * A 3-D convolution, square in space. Frames lie in the batch, {@code [N·T, C, H, W]} to {@code [N·T', O, H', W']}; the
 * weight is {@code [O, C, t, k, k]}.
 */
public final class Conv3d extends Leaf {

    private final int segments;
    private final Tensor weight;
    private final Tensor bias;
    private final Conv3dSpec spec;

    /**
     * @param segments T, the frames of a clip at this depth of the network
     * @param kernelT  frames that the filter sees at once
     * @param kernel   side of the filter in each frame
     * @param biased   whether there is a parameter {@code bias}
     */
    public Conv3d(Scope scope, int segments, int in, int out, int kernelT, int kernel, Conv3dSpec spec,
                  boolean biased) {
        super(scope);
        this.segments = segments;
        this.weight = parameter(scope, "weight", Role.CONV_WEIGHT, out, in, kernelT, kernel, kernel);
        this.bias = biased ? parameter(scope, "bias", Role.BIAS, out) : null;
        this.spec = spec;
    }

    /** A 1×1×1 convolution, for clips of any length. */
    static Conv3d pointwise(Scope scope, int in, int out, boolean biased) {
        return new Conv3d(scope, 1, in, out, 1, 1, Conv3dSpec.of(1, 1, 0, 0), biased);
    }

    public int segments() {
        return segments;
    }

    public Tensor weight() {
        return weight;
    }

    /** {@code [O]}, or null. */
    public Tensor bias() {
        return bias;
    }

    public Conv3dSpec spec() {
        return spec;
    }

    /** T', the frames of a clip that come out. */
    public int outputSegments() {
        return spec.outputFrames(segments, weight.dim(2));
    }

    /** Whether it looks at one frame at a time, as a 2-D convolution does. */
    public boolean isFrameByFrame() {
        return spec.isFrameByFrame(weight.dim(2));
    }

    /** The weight of one that looks at one frame at a time, as that of a 2-D convolution: {@code [O, C, k, k]}. */
    public Tensor frameWeight() {
        return weight.reshape(weight.dim(0), weight.dim(1), weight.dim(3), weight.dim(4));
    }

    @Override
    Tensor compute(Tensor x) {
        return Convolution3d.frames(x, isFrameByFrame() ? 1 : segments, weight, bias, spec);
    }
}
