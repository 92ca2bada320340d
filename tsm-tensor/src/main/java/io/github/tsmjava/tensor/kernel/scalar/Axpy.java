package io.github.tsmjava.tensor.kernel.scalar;

/**
 * The inner loop of the scalar kernels, {@code sum += factor * x} on elements a constant stride apart. It has no
 * branches, so that the compiler vectorises it.
 */
public final class Axpy {

    private Axpy() { }

    /** {@code sum[at + j] += factor * x[from + j * stride]} for j in [0, count). */
    public static void add(double factor, float[] x, int from, int stride, double[] sum, int at, int count) {
        if (stride == 1) {
            for (int j = 0; j < count; j++) {
                sum[at + j] += factor * x[from + j];
            }
        } else {
            for (int j = 0; j < count; j++) {
                sum[at + j] += factor * x[from + j * stride];
            }
        }
    }

    public static void round(double[] sum, int count, float[] y, int to) {
        for (int j = 0; j < count; j++) {
            y[to + j] = (float) sum[j];
        }
    }
}
