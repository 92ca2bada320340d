package io.github.tsmjava.tensor.ops;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;

/** Softmax over the last axis. The largest number is subtracted first, so nothing overflows. */
public final class Softmax {

    private Softmax() { }

    /**
     * {@code y[…, k] = exp(x[…, k]) / sum over j of exp(x[…, j])}.
     *
     * @param x {@code […, K]}
     * @return a tensor of the same shape, each row of which sums to 1
     */
    public static Tensor softmax(Tensor x) {
        return rows(x, false);
    }

    /**
     * {@code y[…, k] = x[…, k] - log(sum over j of exp(x[…, j]))}.
     *
     * @param x {@code […, K]}
     * @return a tensor of the same shape
     */
    public static Tensor logSoftmax(Tensor x) {
        return rows(x, true);
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
        require(dy.rank() >= 1 && dy.sameShape(y), "gradient %s and output %s differ", dy, y);
        Tensor dx = Tensor.zeros(y.shape());
        int classes = y.dim(-1);
        for (int row = 0; row < y.size(); row += classes) {
            double mean = 0;
            for (int i = row; i < row + classes; i++) {
                mean += (double) dy.data()[i] * y.data()[i];
            }
            for (int i = row; i < row + classes; i++) {
                dx.data()[i] = (float) (y.data()[i] * (dy.data()[i] - mean));
            }
        }
        return dx;
    }

    private static Tensor rows(Tensor x, boolean logarithm) {
        require(x.rank() >= 1, "expected an input […, K] of at least 1 axis, got %d", x.rank());
        Tensor y = Tensor.zeros(x.shape());
        int classes = x.dim(-1);
        for (int row = 0; row < x.size(); row += classes) {
            row(x.data(), y.data(), row, row + classes, logarithm);
        }
        return y;
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
