package io.github.tsmjava.nn;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Activation;

/** An {@link Activation} of every element. Has no parameters. */
public final class ActivationLayer extends Leaf {

    private final Activation activation;

    public ActivationLayer(Scope scope, Activation activation) {
        super(scope);
        this.activation = activation;
    }

    public static ActivationLayer relu(Scope scope) {
        return new ActivationLayer(scope, Activation.RELU);
    }

    public static ActivationLayer relu6(Scope scope) {
        return new ActivationLayer(scope, Activation.RELU6);
    }

    public static ActivationLayer silu(Scope scope) {
        return new ActivationLayer(scope, Activation.SILU);
    }

    public Activation activation() {
        return activation;
    }

    @Override
    Tensor compute(Tensor x) {
        return activation.apply(x);
    }
}
