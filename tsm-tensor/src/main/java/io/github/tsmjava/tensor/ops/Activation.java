package io.github.tsmjava.tensor.ops;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.Planes;

/** Activations, element by element. NaN stays NaN. */
public final class Activation {

    private Activation() { }

    /** {@code max(x, 0)}. */
    public static Tensor relu(Tensor x) {
        Tensor y = Tensor.zeros(x.shape());
        clampBelow(x, y);
        return y;
    }

    /** {@code max(x, 0)}, overwriting x. */
    public static void reluInPlace(Tensor x) {
        clampBelow(x, x);
    }

    /** {@code min(max(x, 0), 6)}. Source: Sandler et al., "MobileNetV2", CVPR 2018. */
    public static Tensor relu6(Tensor x) {
        Tensor y = Tensor.zeros(x.shape());
        clamp(x, y);
        return y;
    }

    /** {@code min(max(x, 0), 6)}, overwriting x. */
    public static void relu6InPlace(Tensor x) {
        clamp(x, x);
    }

    private static void clampBelow(Tensor x, Tensor y) {
        float[] in = x.data();
        float[] out = y.data();
        WorkerPool.current().forRanges(in.length, Planes.GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = Math.max(in[i], 0f);
            }
        });
    }

    private static void clamp(Tensor x, Tensor y) {
        float[] in = x.data();
        float[] out = y.data();
        WorkerPool.current().forRanges(in.length, Planes.GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = Math.min(Math.max(in[i], 0f), 6f);
            }
        });
    }
}
