package io.github.tsmjava.tensor.kernel.scalar;

import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.MapKernels;

/**
 * {@link MapKernels} of blocked maps in plain Java, with sums in double precision: the reference for the vector
 * kernels.
 */
public final class ScalarMapKernels implements MapKernels {

    private static final int LANES = ScalarConvTile.LANES;

    @Override
    public void depthwise3x3(float[] x, int xAt, int rowStride, int stride, float[] w, int wAt, Epilogue end,
                             int biasAt, float[] y, int yAt, int yRow, int rows, int columns) {
        for (int pixel = 0; pixel < rows * columns; pixel++) {
            int out = yAt + pixel / columns * yRow + pixel % columns * LANES;
            int first = xAt + pixel / columns * stride * rowStride + pixel % columns * stride * LANES;
            for (int lane = 0; lane < LANES; lane++) {
                double sum = end.bias()[biasAt + lane];
                for (int tap = 0; tap < 9; tap++) {
                    int at = first + tap / 3 * rowStride + tap % 3 * LANES + lane;
                    sum += (double) x[at] * w[wAt + tap * LANES + lane];
                }
                y[out + lane] = (float) Math.clamp(sum, end.low(), end.high());
            }
        }
    }

    @Override
    public void spread(float[] x, int xAt, int group, float[] y, int yAt, int yPart, int pixels) {
        for (int i = 0; i < group; i++) {
            for (int at = 0; at < pixels * LANES; at++) {
                y[yAt + i * yPart + at] = x[xAt + at / group * group + i];
            }
        }
    }

    @Override
    public void threeTaps(float[] x, int[] terms, float[] w, int wAt, Epilogue end, int biasAt, float[] y, int yAt,
                          int pixels) {
        for (int i = 0; i < pixels * LANES; i++) {
            int lane = i % LANES;
            double sum = end.bias()[biasAt + lane];
            for (int t = 0; t < terms.length * 3; t++) {
                int at = terms[t / 3] + i + t % 3 * LANES;
                sum += (double) x[at] * w[wAt + t * LANES + lane];
            }
            y[yAt + i] = (float) Math.clamp(sum, end.low(), end.high());
        }
    }

    @Override
    public void maximum(float[] x, int xAt, int xStride, float[] y, int yAt, int pixels) {
        for (int i = 0; i < pixels * LANES; i++) {
            y[yAt + i] = Math.max(x[xAt + i / LANES * xStride + i % LANES], y[yAt + i]);
        }
    }

    @Override
    public void softmax(float[] x, int xAt, int xBlock, int blocks, float[] scratch) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < blocks * LANES; i++) {
            max = Math.max(max, x[xAt + i / LANES * xBlock + i % LANES]);
        }
        double sum = 0;
        for (int i = 0; i < blocks * LANES; i++) {
            sum += Math.exp((double) x[xAt + i / LANES * xBlock + i % LANES] - max);
        }
        for (int i = 0; i < blocks * LANES; i++) {
            int at = xAt + i / LANES * xBlock + i % LANES;
            x[at] = (float) (Math.exp((double) x[at] - max) / sum);
        }
    }

    @Override
    public void mean(float[] x, int xAt, int rowStride, int rows, int columns, float[] y, int yAt) {
        for (int lane = 0; lane < LANES; lane++) {
            double sum = 0;
            for (int i = 0; i < rows * columns; i++) {
                sum += x[xAt + i / columns * rowStride + i % columns * LANES + lane];
            }
            y[yAt + lane] = (float) (sum / (rows * columns));
        }
    }
}
