package io.github.tsmjava.nn;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Convolution;

/**
 * A 1×1×1 convolution with weight {@code [O, C, 1, 1, 1]}. It looks at one pixel of one frame at a time, so it runs on
 * frames {@code [N·T, C, H, W]} as they are.
 */
public final class PointwiseConv3d extends Leaf {

    private final Tensor weight;
    private final Tensor bias;

    /** @param biased whether there is a parameter {@code bias} */
    public PointwiseConv3d(Scope scope, int in, int out, boolean biased) {
        super(scope);
        this.weight = parameter(scope, "weight", Role.CONV_WEIGHT, out, in, 1, 1, 1);
        this.bias = biased ? parameter(scope, "bias", Role.BIAS, out) : null;
    }

    public Tensor weight() {
        return weight;
    }

    /** {@code [O]}, or null. */
    public Tensor bias() {
        return bias;
    }

    @Override
    Tensor compute(Tensor x) {
        Tensor flat = weight.reshape(weight.dim(0), weight.dim(1), 1, 1);
        return Convolution.conv2d(x, flat, bias, ConvSpec.of(1, 0));
    }
}
