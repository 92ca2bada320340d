package io.github.tsmjava.nn;

import io.github.tsmjava.tensor.Tensor;

/** A layer that is not made of other layers: one input, one output, computed from nothing else. */
public abstract sealed class Leaf extends Layer
        permits ActivationLayer, BatchNorm, Conv2d, Conv3d, GlobalAvgPool, Linear, MaxPool2d {

    Leaf(Scope scope) {
        super(scope);
    }

    /** The mathematics of the layer. */
    abstract Tensor compute(Tensor x);

    @Override
    protected final <V> V flow(V x, Flow<V> flow) {
        return flow.apply(this, x);
    }
}
