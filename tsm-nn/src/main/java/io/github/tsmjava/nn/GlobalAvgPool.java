package io.github.tsmjava.nn;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.layer.Pooling;

/** The mean over all pixels: {@code [N, C, H, W]} to {@code [N, C]}. */
public final class GlobalAvgPool extends Leaf {

    public GlobalAvgPool(Scope scope) {
        super(scope);
    }

    @Override
    Tensor compute(Tensor x) {
        return Pooling.globalAvgPool(x);
    }
}
