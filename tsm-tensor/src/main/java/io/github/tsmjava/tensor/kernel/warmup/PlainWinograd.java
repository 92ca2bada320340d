package io.github.tsmjava.tensor.kernel.warmup;

import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.WinogradTransform;
import java.util.function.Supplier;

/**
 * {@link WinogradTransform} in plain Java, lane by lane, with the results of the vector kernel to the bit; the
 * transforms of gradients are left to that.
 */
final class PlainWinograd implements WinogradTransform {

    private final int lanes;
    private final boolean fused;
    private final Supplier<WinogradTransform> vector;

    PlainWinograd(int lanes, boolean fused, Supplier<WinogradTransform> vector) {
        this.lanes = lanes;
        this.fused = fused;
        this.vector = vector;
    }

    @Override
    public void input(float[] x, int xAt, int rowStride, float[] v, int vAt, int vStride, float[] scratch) {
        for (int column = 0; column < INPUTS; column++) {
            inputLine(x, xAt + column * lanes, rowStride, scratch, column * lanes, INPUTS * lanes);
        }
        for (int row = 0; row < INPUTS; row++) {
            inputLine(scratch, row * INPUTS * lanes, lanes, v, vAt + row * INPUTS * vStride, vStride);
        }
    }

    private void inputLine(float[] x, int at, int stride, float[] v, int to, int vStride) {
        for (int lane = 0; lane < lanes; lane++, at++, to++) {
            float d0 = x[at];
            float d1 = x[at + stride];
            float d2 = x[at + 2 * stride];
            float d3 = x[at + 3 * stride];
            float d4 = x[at + 4 * stride];
            float d5 = x[at + 5 * stride];
            float even = multiplyAdd(d2, -4, d4);
            float odd = multiplyAdd(d1, -4, d3);
            float wideEven = d4 - d2;
            float wideOdd = d3 - d1;
            wideOdd += wideOdd;
            v[to] = multiplyAdd(d0, 4, multiplyAdd(d2, -5, d4));
            v[to + vStride] = even + odd;
            v[to + 2 * vStride] = even - odd;
            v[to + 3 * vStride] = wideEven + wideOdd;
            v[to + 4 * vStride] = wideEven - wideOdd;
            v[to + 5 * vStride] = multiplyAdd(d1, 4, multiplyAdd(d3, -5, d5));
        }
    }

    @Override
    public void output(float[] m, int mAt, int mStride, float[] start, int startAt, int startRow, int startStride,
                       Epilogue end, int biasAt, float[] y, int yAt, int yRow, int rows, int columns, float[] scratch) {
        for (int column = 0; column < INPUTS; column++) {
            outputLine(m, mAt + column * mStride, INPUTS * mStride, scratch, column * lanes, INPUTS * lanes);
        }
        int lines = INPUTS * OUTPUTS * lanes;
        for (int row = 0; row < rows; row++) {
            outputLine(scratch, row * INPUTS * lanes, lanes, scratch, lines, lanes);
            for (int column = 0; column < columns; column++) {
                int from = startAt + row * startRow + column * startStride;
                int to = yAt + row * yRow + column * lanes;
                for (int lane = 0; lane < lanes; lane++) {
                    float sum = scratch[lines + column * lanes + lane] + end.bias()[biasAt + lane] + start[from + lane];
                    y[to + lane] = Math.min(Math.max(sum, end.low()), end.high());
                }
            }
        }
    }

    private void outputLine(float[] m, int at, int stride, float[] y, int to, int yStride) {
        for (int lane = 0; lane < lanes; lane++, at++, to++) {
            float m0 = m[at];
            float m1 = m[at + stride];
            float m2 = m[at + 2 * stride];
            float m3 = m[at + 3 * stride];
            float m4 = m[at + 4 * stride];
            float m5 = m[at + 5 * stride];
            float near = m1 + m2;
            float nearDifference = m1 - m2;
            float far = m3 + m4;
            float farDifference = m3 - m4;
            y[to] = m0 + near + far;
            y[to + yStride] = nearDifference + (farDifference + farDifference);
            y[to + 2 * yStride] = multiplyAdd(far, 4, near);
            y[to + 3 * yStride] = multiplyAdd(farDifference, 8, nearDifference + m5);
        }
    }

    @Override
    public void filter(float[] w, int wAt, float[] u, int uAt, int uStride, float[] scratch) {
        for (int column = 0; column < SIDE; column++) {
            filterLine(w, wAt + column * lanes, SIDE * lanes, scratch, column * lanes, SIDE * lanes);
        }
        for (int row = 0; row < INPUTS; row++) {
            filterLine(scratch, row * SIDE * lanes, lanes, u, uAt + row * INPUTS * uStride, uStride);
        }
    }

    private void filterLine(float[] w, int at, int stride, float[] u, int to, int uStride) {
        for (int lane = 0; lane < lanes; lane++, at++, to++) {
            float w0 = w[at];
            float w1 = w[at + stride];
            float w2 = w[at + 2 * stride];
            float near = (w0 + w2) * (-1f / 6);
            float nearOdd = w1 * (1f / 6);
            float far = multiplyAdd(w2, 1f / 6, w0 * (1f / 24));
            float farOdd = w1 * (1f / 12);
            u[to] = w0 * (1f / 4);
            u[to + uStride] = near - nearOdd;
            u[to + 2 * uStride] = near + nearOdd;
            u[to + 3 * uStride] = far + farOdd;
            u[to + 4 * uStride] = far - farOdd;
            u[to + 5 * uStride] = w2;
        }
    }

    private float multiplyAdd(float a, float b, float c) {
        return fused ? Math.fma(a, b, c) : a * b + c;
    }

    @Override
    public void outputGradient(float[] y, int yAt, int rowStride, float[] m, int mAt, int mStride, float[] scratch) {
        vector.get().outputGradient(y, yAt, rowStride, m, mAt, mStride, scratch);
    }

    @Override
    public void filterGradient(float[] u, int uAt, int uStride, float[] w, int wAt, float[] scratch) {
        vector.get().filterGradient(u, uAt, uStride, w, wAt, scratch);
    }
}
