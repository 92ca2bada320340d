package io.github.tsmjava.tensor.kernel.gradient;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.base.Scratch;
import java.util.Arrays;

/** The pixels that a strided 1×1 convolution reads: among themselves they are the input of a pointwise one. */
public final class Subsampling {

    private Subsampling() { }

    /** The thread's buffer for the pixels of an input, until the next ones. */
    public static float[] buffer(ConvShape s) {
        return Scratch.SUBSAMPLED.get(Math.multiplyExact(s.batch() * s.inChannels(), s.outPlane()));
    }

    /**
     * Brings them together.
     *
     * @param s one that {@linkplain ConvShape#subsampling subsampling}
     * @return {@code [N, C, outH, outW]}, in the thread's buffer until the next pixels
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

    /** Puts them back to their places, with zeros in between. */
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

    /** Numbers side by side to places a stride apart. */
    public static void scatter(float[] from, int at, float[] to, int toAt, int stride, int count) {
        for (int i = 0; i < count; i++) {
            to[toAt + i * stride] = from[at + i];
        }
    }
}
