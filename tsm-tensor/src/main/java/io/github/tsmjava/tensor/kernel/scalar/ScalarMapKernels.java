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
