package io.github.tsmjava.tensor.kernel.gradient;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.base.Scratch;
import java.util.Arrays;

/**
 * Copies the pixels that a strided 1×1 convolution reads, {@code [N, C, H, W]} to {@code [N, C, outH, outW]}, and back.
 * On them it is a pointwise convolution. Called by {@code ConvolutionGradient} and {@code InputGradient}.
 */
public final class Subsampling {

    private Subsampling() { }

    /** The thread's buffer for such pixels. */
    public static float[] buffer(ConvShape s) {
        return Scratch.SUBSAMPLED.get(Math.multiplyExact(s.batch() * s.inChannels(), s.outPlane()));
    }

    /**
     * Copies the pixels that are read.
     *
     * @param s one that is {@linkplain ConvShape#subsampling subsampling}
     * @return {@code [N, C, outH, outW]}, in the thread's {@link #buffer}
     */
    public static float[] gather(ConvShape s, float[] x, WorkerPool pool) {
        float[] pixels = buffer(s);
        pool.forEach(s.batch() * s.inChannels(), plane -> {
            for (int row = 0; row < s.outHeight(); row++) {
                int from = plane * s.inPlane() + row * s.strideHeight() * s.inWidth();
                int to = plane * s.outPlane() + row * s.outWidth();
                for (int i = 0; i < s.outWidth(); i++) {
                    pixels[to + i] = x[from + i * s.strideWidth()];
                }
            }
        });
        return pixels;
    }

    /** Copies the pixels back to their places, with zeros between them. */
    public static void scatter(ConvShape s, float[] pixels, float[] x, WorkerPool pool) {
        pool.forEach(s.batch() * s.inChannels(), plane -> {
            Arrays.fill(x, plane * s.inPlane(), (plane + 1) * s.inPlane(), 0f);
            for (int row = 0; row < s.outHeight(); row++) {
                int from = plane * s.outPlane() + row * s.outWidth();
                int to = plane * s.inPlane() + row * s.strideHeight() * s.inWidth();
                scatter(pixels, from, x, to, s.strideWidth(), s.outWidth());
            }
        });
    }

    /** Copies contiguous elements to places a stride apart. */
    public static void scatter(float[] from, int at, float[] to, int toAt, int stride, int count) {
        for (int i = 0; i < count; i++) {
            to[toAt + i * stride] = from[at + i];
        }
    }
}
