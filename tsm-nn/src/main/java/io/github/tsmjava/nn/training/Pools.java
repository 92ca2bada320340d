package io.github.tsmjava.nn.training;

import io.github.tsmjava.nn.MaxPool2d;
import io.github.tsmjava.nn.TemporalPool;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.layer.Pooling;
import io.github.tsmjava.tensor.ops.layer.PoolingGradient;

/** Pools, which see images one by one. */
record Pools(Recorder recorder) {

    Variable mean(Variable before) {
        Variable input = recorder.stacks().plain(before);
        return recorder.compute(Pooling.globalAvgPool(recorder.value(input)), dy -> {
            recorder.computeGradient(input, dx -> PoolingGradient.globalAvgPool(dy, dx));
            recorder.arena().release(dy);
        });
    }

    Variable max(MaxPool2d pool, Variable before) {
        Variable input = recorder.stacks().plain(before);
        Tensor x = recorder.value(input);
        Tensor y = Pooling.maxPool2d(x, pool.kernel(), pool.stride(), pool.padding());
        return recorder.compute(y, dy -> {
            recorder.computeGradient(input, dx ->
                    PoolingGradient.maxPool2d(dy, x, y, pool.kernel(), pool.stride(), pool.padding(), dx));
            recorder.arena().release(dy);
        });
    }

    Variable max(TemporalPool pool, Variable before) {
        Variable input = recorder.stacks().plain(before);
        Tensor x = recorder.value(input);
        Tensor y = io.github.tsmjava.tensor.ops.layer.TemporalPool.maxPool(x, pool.segments(), pool.window());
        return recorder.compute(y, dy -> {
            recorder.computeGradient(input, dx ->
                    PoolingGradient.temporalMaxPool(dy, x, y, pool.segments(), pool.window(), dx));
            recorder.arena().release(dy);
        });
    }
}
