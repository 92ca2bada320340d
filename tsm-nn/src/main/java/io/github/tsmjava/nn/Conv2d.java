package io.github.tsmjava.nn;

import io.github.tsmjava.nn.parameter.Parameter.Role;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Convolution;

/** A 2-D convolution with a square kernel: {@code [N, C, H, W]} to {@code [N, O, H', W']}. No bias. */
public final class Conv2d extends Leaf {

    private final Tensor weight;
    private final ConvSpec spec;

    public Conv2d(Scope scope, int in, int out, int kernel, ConvSpec spec) {
        super(scope);
        this.weight = parameter(scope, "weight", Role.CONV_WEIGHT, out, in / spec.groups(), kernel, kernel);
        this.spec = spec;
    }

    /** {@code [O, C/groups, k, k]}. */
    public Tensor weight() {
        return weight;
    }

    public ConvSpec spec() {
        return spec;
    }

    @Override
    Tensor compute(Tensor x) {
        return Convolution.conv2d(x, weight, null, spec);
    }
}
