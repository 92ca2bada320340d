package io.github.tsmjava.tensor.kernel.gradient;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.ConvShape;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.Matrix;
import io.github.tsmjava.tensor.kernel.Scratch;

/**
 * The weight gradient of pointwise convolutions on large planes: matrix products over pieces of planes, read where they
 * are, and added up. Some images are a task; how they are divided does not depend on the number of threads.
 */
public final class PointwiseWeightGradient {

    /** Products for each number brought into panels, from which on panels pay. */
    private static final int ENOUGH_PRODUCTS = 32;
    /** Planes from which on no image need be staged together with others, and numbers of a piece at most. */
    private static final int PIECE = 256;
    private static final int TASKS = 16;
    private static final int GRAIN = 1024;
    /** Products inside a task are not divided any further. */
    private static final WorkerPool ALONE = new WorkerPool(1);

    private final ConvShape s;
    private final int in;
    private final int out;

    /** @param shape one that is {@linkplain #accepts accepted} */
    public PointwiseWeightGradient(ConvShape shape) {
        this.s = shape;
        this.in = shape.groupInChannels();
        this.out = shape.groupOutChannels();
    }

    /** Whether this is faster than {@link WeightGradient}. */
    public static boolean accepts(ConvShape shape) {
        long in = shape.groupInChannels();
        long out = shape.groupOutChannels();
        return shape.pointwise() && shape.inPlane() > PIECE && in * out >= ENOUGH_PRODUCTS * (in + out);
    }

    /**
     * Computes {@code dw[o, c] = sum over images and pixels of dy[o] * x[c]}.
     *
     * @param dw overwritten
     */
    public void run(float[] x, float[] dy, float[] dw, Kernels kernels, WorkerPool pool) {
        int size = s.outChannels() * in;
        int parts = Math.min(TASKS, s.batch());
        float[] sums = Scratch.MAP.get(Math.multiplyExact(parts, size));
        pool.forEach(parts * s.groups(), task -> {
            int part = task / s.groups();
            add(task % s.groups(), s.batch() * part / parts, s.batch() * (part + 1) / parts,
                    x, dy, sums, part * size + task % s.groups() * out * in, kernels);
        });
        pool.forRanges(size, GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                double sum = 0;
                for (int part = 0; part < parts; part++) {
                    sum += sums[part * size + i];
                }
                dw[i] = (float) sum;
            }
        });
    }

    /** The products of one group in some images. */
    private void add(int group, int firstImage, int endImage, float[] x, float[] dy, float[] sums, int at,
                     Kernels kernels) {
        int plane = s.inPlane();
        int piece = Math.ceilDiv(plane, Math.ceilDiv(plane, PIECE));
        float[] product = Scratch.STAGE.get(out * in);
        for (int image = firstImage; image < endImage; image++) {
            int gradient = (image * s.outChannels() + group * out) * plane;
            int input = (image * s.inChannels() + group * in) * plane;
            for (int done = 0; done < plane; done += piece) {
                int depth = Math.min(piece, plane - done);
                Matrix a = Matrix.rowMajor(dy, gradient + done, plane);
                Matrix b = new Matrix(x, input + done, 1, plane);
                boolean first = image == firstImage && done == 0;
                kernels.matmul(out, in, depth, a, b, first ? sums : product, first ? at : 0, ALONE);
                if (!first) {
                    addTo(sums, at, product, out * in);
                }
            }
        }
    }

    private static void addTo(float[] sums, int at, float[] more, int count) {
        for (int i = 0; i < count; i++) {
            sums[at + i] += more[i];
        }
    }
}
