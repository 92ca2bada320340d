package io.github.tsmjava.tensor.kernel.warmup;

import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.WinogradTransform;
import java.util.function.Supplier;

/** Winograd's transforms in plain Java, lane by lane; those of gradients are left to the vector kernel. */
final class PlainWinograd implements WinogradTransform {

    private final int lanes;
    private final boolean fused;
    private final Supplier<WinogradTransform> vector;
    private Practice<WinogradTransform> practice;

    PlainWinograd(int lanes, boolean fused, Supplier<WinogradTransform> vector) {
        this.lanes = lanes;
        this.fused = fused;
        this.vector = vector;
    }

    void reportTo(Practice<WinogradTransform> own) {
        practice = own;
    }

    @Override
    public void input(float[] x, int xAt, int rowStride, float[] v, int vAt, int vStride, float[] scratch) {
        for (int column = 0; column < INPUTS; column++) {
            inputLine(x, xAt + column * lanes, rowStride, scratch, column * lanes, INPUTS * lanes);
        }
        for (int row = 0; row < INPUTS; row++) {
            inputLine(scratch, row * INPUTS * lanes, lanes, v, vAt + row * INPUTS * vStride, vStride);
        }
        practice.did((long) COEFFICIENTS * 2 * lanes);
    }

    private void inputLine(float[] x, int at, int step, float[] v, int to, int vStep) {
        for (int lane = 0; lane < lanes; lane++, at++, to++) {
            float d0 = x[at];
            float d1 = x[at + step];
            float d2 = x[at + 2 * step];
            float d3 = x[at + 3 * step];
            float d4 = x[at + 4 * step];
            float d5 = x[at + 5 * step];
            float even = multiplyAdd(d2, -4, d4);
            float odd = multiplyAdd(d1, -4, d3);
            float wideEven = d4 - d2;
            float wideOdd = d3 - d1;
            wideOdd += wideOdd;
            v[to] = multiplyAdd(d0, 4, multiplyAdd(d2, -5, d4));
            v[to + vStep] = even + odd;
            v[to + 2 * vStep] = even - odd;
            v[to + 3 * vStep] = wideEven + wideOdd;
            v[to + 4 * vStep] = wideEven - wideOdd;
            v[to + 5 * vStep] = multiplyAdd(d1, 4, multiplyAdd(d3, -5, d5));
        }
    }

    @Override
    public void output(float[] m, int mAt, int mStride, float[] start, int startAt, int startRow, int startStep,
                       Epilogue end, int biasAt, float[] y, int yAt, int yRow, int rows, int columns, float[] scratch) {
        for (int column = 0; column < INPUTS; column++) {
            outputLine(m, mAt + column * mStride, INPUTS * mStride, scratch, column * lanes, INPUTS * lanes);
        }
        int lines = INPUTS * OUTPUTS * lanes;
        for (int row = 0; row < rows; row++) {
            outputLine(scratch, row * INPUTS * lanes, lanes, scratch, lines, lanes);
            for (int column = 0; column < columns; column++) {
                int from = startAt + row * startRow + column * startStep;
                int to = yAt + row * yRow + column * lanes;
                for (int lane = 0; lane < lanes; lane++) {
                    float sum = scratch[lines + column * lanes + lane] + end.bias()[biasAt + lane] + start[from + lane];
                    y[to + lane] = Math.min(Math.max(sum, end.low()), end.high());
                }
            }
        }
    }

    private void outputLine(float[] m, int at, int step, float[] y, int to, int yStep) {
        for (int lane = 0; lane < lanes; lane++, at++, to++) {
            float m0 = m[at];
            float m1 = m[at + step];
            float m2 = m[at + 2 * step];
            float m3 = m[at + 3 * step];
            float m4 = m[at + 4 * step];
            float m5 = m[at + 5 * step];
            float near = m1 + m2;
            float nearDifference = m1 - m2;
            float far = m3 + m4;
            float farDifference = m3 - m4;
            y[to] = m0 + near + far;
            y[to + yStep] = nearDifference + (farDifference + farDifference);
            y[to + 2 * yStep] = multiplyAdd(far, 4, near);
            y[to + 3 * yStep] = multiplyAdd(farDifference, 8, nearDifference + m5);
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

    private void filterLine(float[] w, int at, int step, float[] u, int to, int uStep) {
        for (int lane = 0; lane < lanes; lane++, at++, to++) {
            float w0 = w[at];
            float w1 = w[at + step];
            float w2 = w[at + 2 * step];
            float near = (w0 + w2) * (-1f / 6);
            float nearOdd = w1 * (1f / 6);
            float far = multiplyAdd(w2, 1f / 6, w0 * (1f / 24));
            float farOdd = w1 * (1f / 12);
            u[to] = w0 * (1f / 4);
            u[to + uStep] = near - nearOdd;
            u[to + 2 * uStep] = near + nearOdd;
            u[to + 3 * uStep] = far + farOdd;
            u[to + 4 * uStep] = far - farOdd;
            u[to + 5 * uStep] = w2;
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
