package io.github.tsmjava.nn;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Pooling;

/** The mean over all pixels: {@code [N, C, H, W]} to {@code [N, C]}. */
public final class GlobalAvgPool extends Layer {

    public GlobalAvgPool(Scope scope) {
        super(scope);
    }

    @Override
    protected Tensor compute(Tensor x, Pass pass) {
        return Pooling.globalAvgPool(x);
    }
}
