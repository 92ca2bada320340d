package io.github.tsmjava.tensor.ops;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;

/**
 * Softmax over the last axis, {@code […, K]}, and its gradient. The largest element is subtracted first, so nothing
 * overflows.
 */
public final class Softmax {

    /** Elements of a task. */
    private static final int GRAIN = 1 << 12;

    private Softmax() { }

    /**
     * {@code y[…, k] = exp(x[…, k]) / sum over j of exp(x[…, j])}.
     *
     * @param x {@code […, K]}
     * @return a tensor of the same shape, each row of which sums to 1
     */
    public static Tensor softmax(Tensor x) {
        Tensor y = Tensor.zeros(x.shape());
        softmax(x, y);
        return y;
    }

    /**
     * The same into a tensor that exists.
     *
     * @param y of the same shape as x, overwritten; may be x
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes differ
     */
    public static void softmax(Tensor x, Tensor y) {
        rows(x, y, false);
    }

    /**
     * {@code y[…, k] = x[…, k] - log(sum over j of exp(x[…, j]))}.
     *
     * @param x {@code […, K]}
     * @return a tensor of the same shape
     */
    public static Tensor logSoftmax(Tensor x) {
        Tensor y = Tensor.zeros(x.shape());
        rows(x, y, true);
        return y;
    }

    /**
     * The gradient of {@link #softmax}: {@code dx[…, k] = y[…, k] · (dy[…, k] - sum over j of dy[…, j] · y[…, j])}.
     *
     * @param dy {@code […, K]}
     * @param y  {@code […, K]}, what softmax computed
     * @return a tensor of the same shape
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes differ
     */
    public static Tensor gradient(Tensor dy, Tensor y) {
        Tensor dx = Tensor.zeros(y.shape());
        gradient(dy, y, dx);
        return dx;
    }

    /**
     * The same into a tensor that exists.
     *
     * @param dx {@code […, K]}, overwritten; may be dy
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes differ
     */
    public static void gradient(Tensor dy, Tensor y, Tensor dx) {
        require(dy.rank() >= 1 && dy.sameShape(y), "gradient %s and output %s differ", dy, y);
        require(dx.sameShape(y), "gradients %s and %s differ", dx, y);
        forEachRow(y, (from, to) -> gradient(dy.data(), y.data(), dx.data(), from, to));
    }

    private static void gradient(float[] dy, float[] y, float[] dx, int from, int to) {
        double mean = 0;
        for (int i = from; i < to; i++) {
            mean += (double) dy[i] * y[i];
        }
        for (int i = from; i < to; i++) {
            dx[i] = (float) (y[i] * (dy[i] - mean));
        }
    }

    private static void rows(Tensor x, Tensor y, boolean logarithm) {
        require(x.rank() >= 1, "expected an input […, K] of at least 1 axis, got %d", x.rank());
        require(x.sameShape(y), "input %s and output %s differ", x, y);
        forEachRow(x, (from, to) -> row(x.data(), y.data(), from, to, logarithm));
    }

    @FunctionalInterface
    private interface Row {
        void run(int from, int to);
    }

    private static void forEachRow(Tensor x, Row row) {
        int classes = x.dim(-1);
        if (x.size() > 0) {
            WorkerPool.current().forRanges(x.size() / classes, Math.ceilDiv(GRAIN, classes), (first, end) -> {
                for (int i = first; i < end; i++) {
                    row.run(i * classes, (i + 1) * classes);
                }
            });
        }
    }

    private static void row(float[] x, float[] y, int from, int to, boolean logarithm) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            max = Math.max(max, x[i]);
        }
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += Math.exp((double) x[i] - max);
        }
        double log = Math.log(sum);
        for (int i = from; i < to; i++) {
            double exponent = (double) x[i] - max;
            y[i] = (float) (logarithm ? exponent - log : Math.exp(exponent) / sum);
        }
    }
}
