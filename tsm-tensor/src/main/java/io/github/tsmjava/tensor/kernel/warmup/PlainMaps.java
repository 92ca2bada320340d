package io.github.tsmjava.tensor.kernel.warmup;

import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.MapKernels;
import java.util.function.Supplier;

/**
 * {@link MapKernels} on the same blocked maps in plain Java, with the results of the vector kernels to the bit: what
 * {@link WarmUp} runs at first. The softmax is always the vector kernels', since only attention needs it.
 */
final class PlainMaps implements MapKernels {

    private final boolean sliding;
    private final int lanes;
    private final boolean fused;
    private final Supplier<MapKernels> vector;

    PlainMaps(boolean sliding, int lanes, boolean fused, Supplier<MapKernels> vector) {
        this.sliding = sliding;
        this.lanes = lanes;
        this.fused = fused;
        this.vector = vector;
    }

    @Override
    public void depthwise3x3(float[] x, int xAt, int rowStride, int stride, float[] w, int wAt, Epilogue end,
                             int biasAt, float[] y, int yAt, int yRow, int rows, int columns) {
        boolean twoSums = sliding && stride == 1;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int from = xAt + row * stride * rowStride + column * stride * lanes;
                int to = yAt + row * yRow + column * lanes;
                for (int lane = 0; lane < lanes; lane++) {
                    float bias = end.bias()[biasAt + lane];
                    float sum = twoSums ? twoSums(x, from + lane, rowStride, w, wAt + lane, bias)
                            : inOrder(x, from + lane, rowStride, w, wAt + lane, bias);
                    y[to + lane] = PlainTile.clamp(sum, end.low(), end.high());
                }
            }
        }
    }

    private float inOrder(float[] x, int at, int rowStride, float[] w, int wAt, float bias) {
        float sum = bias;
        for (int ky = 0; ky < 3; ky++) {
            int row = at + ky * rowStride;
            int wRow = wAt + 3 * ky * lanes;
            sum = multiplyAdd(x[row], w[wRow], sum);
            sum = multiplyAdd(x[row + lanes], w[wRow + lanes], sum);
            sum = multiplyAdd(x[row + 2 * lanes], w[wRow + 2 * lanes], sum);
        }
        return sum;
    }

    /** The taps in two sums, in the order in which the vector kernel adds them. */
    private float twoSums(float[] x, int at, int rowStride, float[] w, int wAt, float bias) {
        int row1 = at + rowStride;
        int row2 = row1 + rowStride;
        float sum = multiplyAdd(x[at], w[wAt], bias);
        sum = multiplyAdd(x[row1], w[wAt + 3 * lanes], sum);
        sum = multiplyAdd(x[row2], w[wAt + 6 * lanes], sum);
        sum = multiplyAdd(x[at + 2 * lanes], w[wAt + 2 * lanes], sum);
        sum = multiplyAdd(x[row2 + 2 * lanes], w[wAt + 8 * lanes], sum);
        float more = x[at + lanes] * w[wAt + lanes];
        more = multiplyAdd(x[row1 + lanes], w[wAt + 4 * lanes], more);
        more = multiplyAdd(x[row2 + lanes], w[wAt + 7 * lanes], more);
        more = multiplyAdd(x[row1 + 2 * lanes], w[wAt + 5 * lanes], more);
        return sum + more;
    }

    private float multiplyAdd(float a, float b, float c) {
        return fused ? Math.fma(a, b, c) : a * b + c;
    }

    @Override
    public void spread(float[] x, int xAt, int group, float[] y, int yAt, int yPart, int pixels) {
        for (int i = 0; i < group; i++) {
            for (int at = 0; at < pixels * lanes; at++) {
                y[yAt + i * yPart + at] = x[xAt + at / group * group + i];
            }
        }
    }

    @Override
    public void threeTaps(float[] x, int[] terms, float[] w, int wAt, Epilogue end, int biasAt, float[] y, int yAt,
                          int pixels) {
        for (int i = 0; i < pixels * lanes; i++) {
            int lane = i % lanes;
            float sum = 0;
            for (int t = 0; t < terms.length * 3; t++) {
                int at = terms[t / 3] + i + t % 3 * lanes;
                sum = multiplyAdd(x[at], w[wAt + t * lanes + lane], sum);
            }
            y[yAt + i] = Math.min(Math.max(sum + end.bias()[biasAt + lane], end.low()), end.high());
        }
    }

    @Override
    public void maximum(float[] x, int xAt, int xStride, float[] y, int yAt, int pixels) {
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int lane = 0; lane < lanes; lane++) {
                int at = yAt + pixel * lanes + lane;
                y[at] = Math.max(x[xAt + pixel * xStride + lane], y[at]);
            }
        }
    }

    @Override
    public void softmax(float[] x, int xAt, int xBlock, int blocks, float[] scratch) {
        vector.get().softmax(x, xAt, xBlock, blocks, scratch);
    }

    @Override
    public void mean(float[] x, int xAt, int rowStride, int rows, int columns, float[] y, int yAt) {
        for (int lane = 0; lane < lanes; lane++) {
            float sum = 0;
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    sum += x[xAt + row * rowStride + column * lanes + lane];
                }
            }
            y[yAt + lane] = sum / (rows * columns);
        }
    }
}
