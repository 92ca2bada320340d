package io.github.tsmjava.nn;

import io.github.tsmjava.nn.parameter.Parameter.Role;
import io.github.tsmjava.tensor.Tensor;

/** {@code x·weightᵀ + bias}: {@code [N, in]} to {@code [N, out]}. */
public final class Linear extends Leaf {

    private final Tensor weight;
    private final Tensor bias;

    public Linear(Scope scope, int in, int out) {
        super(scope);
        this.weight = parameter(scope, "weight", Role.LINEAR_WEIGHT, out, in);
        this.bias = parameter(scope, "bias", Role.BIAS, out);
    }

    /** {@code [out, in]}. */
    public Tensor weight() {
        return weight;
    }

    public Tensor bias() {
        return bias;
    }

    @Override
    Tensor compute(Tensor x) {
        return io.github.tsmjava.tensor.ops.layer.Linear.linear(x, weight, bias);
    }
}
