package io.github.tsmjava.tensor.kernel.vector;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.WinogradTransform;
import io.github.tsmjava.tensor.kernel.vector.tile.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link WinogradTransform} with a vector for each pixel, tap or coefficient. Columns are transformed first, then rows.
 */
final class VectorWinograd implements WinogradTransform {

    private static final VectorSpecies<Float> V = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    @Override
    public void input(float[] x, int xAt, int rowStride, float[] v, int vAt, int vStride, float[] scratch) {
        for (int column = 0; column < INPUTS; column++) {
            inputLine(x, xAt + column * LANES, rowStride, scratch, column * LANES, INPUTS * LANES);
        }
        for (int row = 0; row < INPUTS; row++) {
            inputLine(scratch, row * INPUTS * LANES, LANES, v, vAt + row * INPUTS * vStride, vStride);
        }
    }

    /** Six elements, {@code stride} apart, to six coefficients. */
    private static void inputLine(float[] x, int at, int stride, float[] v, int to, int vStride) {
        FloatVector d0 = fromArray(V, x, at);
        FloatVector d1 = fromArray(V, x, at + stride);
        FloatVector d2 = fromArray(V, x, at + 2 * stride);
        FloatVector d3 = fromArray(V, x, at + 3 * stride);
        FloatVector d4 = fromArray(V, x, at + 4 * stride);
        FloatVector d5 = fromArray(V, x, at + 5 * stride);
        FloatVector four = broadcast(V, 4f);
        FloatVector minusFour = broadcast(V, -4f);
        FloatVector minusFive = broadcast(V, -5f);
        FloatVector even = Lanes.fma(d2, minusFour, d4);
        FloatVector odd = Lanes.fma(d1, minusFour, d3);
        FloatVector wideEven = d4.sub(d2);
        FloatVector wideOdd = d3.sub(d1);
        wideOdd = wideOdd.add(wideOdd);
        Lanes.fma(d0, four, Lanes.fma(d2, minusFive, d4)).intoArray(v, to);
        even.add(odd).intoArray(v, to + vStride);
        even.sub(odd).intoArray(v, to + 2 * vStride);
        wideEven.add(wideOdd).intoArray(v, to + 3 * vStride);
        wideEven.sub(wideOdd).intoArray(v, to + 4 * vStride);
        Lanes.fma(d1, four, Lanes.fma(d3, minusFive, d5)).intoArray(v, to + 5 * vStride);
    }

    @Override
    public void output(float[] m, int mAt, int mStride, float[] start, int startAt, int startRow, int startStride,
                       Epilogue end, int biasAt, float[] y, int yAt, int yRow, int rows, int columns, float[] scratch) {
        for (int column = 0; column < INPUTS; column++) {
            outputLine(m, mAt + column * mStride, INPUTS * mStride, scratch, column * LANES, INPUTS * LANES);
        }
        float[] bias = end.bias();
        float low = end.low();
        float high = end.high();
        int lines = INPUTS * OUTPUTS * LANES;
        for (int row = 0; row < rows; row++) {
            outputLine(scratch, row * INPUTS * LANES, LANES, scratch, lines, LANES);
            for (int column = 0; column < columns; column++) {
                fromArray(V, scratch, lines + column * LANES)
                        .add(fromArray(V, bias, biasAt))
                        .add(fromArray(V, start, startAt + row * startRow + column * startStride))
                        .max(low).min(high)
                        .intoArray(y, yAt + row * yRow + column * LANES);
            }
        }
    }

    /** Six coefficients, {@code stride} apart, to four elements. */
    private static void outputLine(float[] m, int at, int stride, float[] y, int to, int yStride) {
        FloatVector m0 = fromArray(V, m, at);
        FloatVector m1 = fromArray(V, m, at + stride);
        FloatVector m2 = fromArray(V, m, at + 2 * stride);
        FloatVector m3 = fromArray(V, m, at + 3 * stride);
        FloatVector m4 = fromArray(V, m, at + 4 * stride);
        FloatVector m5 = fromArray(V, m, at + 5 * stride);
        FloatVector near = m1.add(m2);
        FloatVector nearDifference = m1.sub(m2);
        FloatVector far = m3.add(m4);
        FloatVector farDifference = m3.sub(m4);
        m0.add(near).add(far).intoArray(y, to);
        nearDifference.add(farDifference.add(farDifference)).intoArray(y, to + yStride);
        Lanes.fma(far, broadcast(V, 4f), near).intoArray(y, to + 2 * yStride);
        Lanes.fma(farDifference, broadcast(V, 8f), nearDifference.add(m5)).intoArray(y, to + 3 * yStride);
    }

    @Override
    public void outputGradient(float[] y, int yAt, int rowStride, float[] m, int mAt, int mStride, float[] scratch) {
        for (int column = 0; column < OUTPUTS; column++) {
            outputGradientLine(y, yAt + column * LANES, rowStride, scratch, column * LANES, OUTPUTS * LANES);
        }
        for (int row = 0; row < INPUTS; row++) {
            outputGradientLine(scratch, row * OUTPUTS * LANES, LANES, m, mAt + row * INPUTS * mStride, mStride);
        }
    }

    /** Four elements, {@code stride} apart, to six coefficients. */
    private static void outputGradientLine(float[] y, int at, int stride, float[] m, int to, int mStride) {
        FloatVector y0 = fromArray(V, y, at);
        FloatVector y1 = fromArray(V, y, at + stride);
        FloatVector y2 = fromArray(V, y, at + 2 * stride);
        FloatVector y3 = fromArray(V, y, at + 3 * stride);
        FloatVector even = y0.add(y2);
        FloatVector odd = y1.add(y3);
        FloatVector farEven = Lanes.fma(y2, broadcast(V, 4f), y0);
        FloatVector farOdd = Lanes.fma(y3, broadcast(V, 4f), y1);
        farOdd = farOdd.add(farOdd);
        y0.intoArray(m, to);
        even.add(odd).intoArray(m, to + mStride);
        even.sub(odd).intoArray(m, to + 2 * mStride);
        farEven.add(farOdd).intoArray(m, to + 3 * mStride);
        farEven.sub(farOdd).intoArray(m, to + 4 * mStride);
        y3.intoArray(m, to + 5 * mStride);
    }

    @Override
    public void filter(float[] w, int wAt, float[] u, int uAt, int uStride, float[] scratch) {
        for (int column = 0; column < SIDE; column++) {
            filterLine(w, wAt + column * LANES, SIDE * LANES, scratch, column * LANES, SIDE * LANES);
        }
        for (int row = 0; row < INPUTS; row++) {
            filterLine(scratch, row * SIDE * LANES, LANES, u, uAt + row * INPUTS * uStride, uStride);
        }
    }

    /** Three elements, {@code stride} apart, to six coefficients. */
    private static void filterLine(float[] w, int at, int stride, float[] u, int to, int uStride) {
        FloatVector w0 = fromArray(V, w, at);
        FloatVector w1 = fromArray(V, w, at + stride);
        FloatVector w2 = fromArray(V, w, at + 2 * stride);
        FloatVector near = w0.add(w2).mul(-1f / 6);
        FloatVector nearOdd = w1.mul(1f / 6);
        FloatVector far = Lanes.fma(w2, broadcast(V, 1f / 6), w0.mul(1f / 24));
        FloatVector farOdd = w1.mul(1f / 12);
        w0.mul(1f / 4).intoArray(u, to);
        near.sub(nearOdd).intoArray(u, to + uStride);
        near.add(nearOdd).intoArray(u, to + 2 * uStride);
        far.add(farOdd).intoArray(u, to + 3 * uStride);
        far.sub(farOdd).intoArray(u, to + 4 * uStride);
        w2.intoArray(u, to + 5 * uStride);
    }

    @Override
    public void filterGradient(float[] u, int uAt, int uStride, float[] w, int wAt, float[] scratch) {
        for (int column = 0; column < INPUTS; column++) {
            filterGradientLine(u, uAt + column * uStride, INPUTS * uStride, scratch, column * LANES, INPUTS * LANES);
        }
        for (int row = 0; row < SIDE; row++) {
            filterGradientLine(scratch, row * INPUTS * LANES, LANES, w, wAt + row * SIDE * LANES, LANES);
        }
    }

    /** Six coefficients, {@code stride} apart, to three elements. */
    private static void filterGradientLine(float[] u, int at, int stride, float[] w, int to, int wStride) {
        FloatVector u0 = fromArray(V, u, at);
        FloatVector u1 = fromArray(V, u, at + stride);
        FloatVector u2 = fromArray(V, u, at + 2 * stride);
        FloatVector u3 = fromArray(V, u, at + 3 * stride);
        FloatVector u4 = fromArray(V, u, at + 4 * stride);
        FloatVector u5 = fromArray(V, u, at + 5 * stride);
        FloatVector near = u1.add(u2);
        FloatVector far = u3.add(u4);
        Lanes.fma(u0, broadcast(V, 1f / 4), Lanes.fma(far, broadcast(V, 1f / 24), near.mul(-1f / 6))).intoArray(w, to);
        Lanes.fma(u2.sub(u1), broadcast(V, 1f / 6), u3.sub(u4).mul(1f / 12)).intoArray(w, to + wStride);
        Lanes.fma(far.sub(near), broadcast(V, 1f / 6), u5).intoArray(w, to + 2 * wStride);
    }
}
