package io.github.tsmjava.tensor.kernel.gradient;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.ConvShape;
import io.github.tsmjava.tensor.kernel.Scratch;
import java.util.Arrays;

/** The pixels that a strided 1×1 convolution reads: among themselves they are the input of a pointwise one. */
public final class Samples {

    private Samples() { }

    /** Brings them together in {@link Scratch#MAP}. */
    public static float[] take(ConvShape s, float[] x, WorkerPool pool) {
        float[] samples = Scratch.MAP.get(Math.multiplyExact(s.batch() * s.inChannels(), s.outPlane()));
        pool.forEach(s.batch() * s.inChannels(), plane -> {
            for (int row = 0; row < s.outHeight(); row++) {
                int from = plane * s.inPlane() + row * s.strideHeight() * s.inWidth();
                int to = plane * s.outPlane() + row * s.outWidth();
                for (int i = 0; i < s.outWidth(); i++) {
                    samples[to + i] = x[from + i * s.strideWidth()];
                }
            }
        });
        return samples;
    }

    /** Puts them back to their places, with zeros in between. */
    static void spread(ConvShape s, float[] samples, float[] x, WorkerPool pool) {
        pool.forEach(s.batch() * s.inChannels(), plane -> {
            Arrays.fill(x, plane * s.inPlane(), (plane + 1) * s.inPlane(), 0f);
            for (int row = 0; row < s.outHeight(); row++) {
                int from = plane * s.outPlane() + row * s.outWidth();
                int to = plane * s.inPlane() + row * s.strideHeight() * s.inWidth();
                InputGradient.spread(samples, from, x, to, s.strideWidth(), s.outWidth());
            }
        });
    }
}
