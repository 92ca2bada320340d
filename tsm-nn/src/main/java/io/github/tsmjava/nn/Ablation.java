package io.github.tsmjava.nn;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.function.Function;

/** The computation of a network with other shifts than its own, and without the mean over a clip. */
record Ablation(Flow<Tensor> usual, Function<TemporalShift, Shift> instead) implements Flow<Tensor> {

    @Override
    public Tensor apply(Leaf layer, Tensor x) {
        return usual.apply(layer, x);
    }

    @Override
    public Tensor shift(TemporalShift layer, Tensor x) {
        return instead.apply(layer).apply(x, layer.segments());
    }

    @Override
    public Tensor pool(TemporalPool layer, Tensor x) {
        return usual.pool(layer, x);
    }

    @Override
    public Tensor add(Tensor a, Tensor b) {
        return usual.add(a, b);
    }

    @Override
    public Tensor attend(NonLocal layer, Tensor queries, Tensor keys, Tensor values) {
        return usual.attend(layer, queries, keys, values);
    }

    @Override
    public Tensor consensus(Tensor scores, int segments) {
        return scores;
    }
}
