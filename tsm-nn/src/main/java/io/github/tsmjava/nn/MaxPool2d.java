package io.github.tsmjava.nn;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.layer.Pooling;

/** Spatial max pooling over square windows, padding counting as minus infinity. */
public final class MaxPool2d extends Leaf {

    private final int kernel;
    private final int stride;
    private final int padding;

    public MaxPool2d(Scope scope, int kernel, int stride, int padding) {
        super(scope);
        this.kernel = kernel;
        this.stride = stride;
        this.padding = padding;
    }

    public int kernel() {
        return kernel;
    }

    public int stride() {
        return stride;
    }

    public int padding() {
        return padding;
    }

    @Override
    Tensor compute(Tensor x) {
        return Pooling.maxPool2d(x, kernel, stride, padding);
    }
}
