package io.github.tsmjava.nn;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Activation;

/** {@code max(x, 0)}, cut off at 6 where the network asks for ReLU6. Has no parameters. */
public final class Relu extends Leaf {

    private final boolean six;

    private Relu(Scope scope, boolean six) {
        super(scope);
        this.six = six;
    }

    public static Relu relu(Scope scope) {
        return new Relu(scope, false);
    }

    public static Relu relu6(Scope scope) {
        return new Relu(scope, true);
    }

    public boolean isRelu6() {
        return six;
    }

    @Override
    Tensor compute(Tensor x) {
        return six ? Activation.relu6(x) : Activation.relu(x);
    }
}
