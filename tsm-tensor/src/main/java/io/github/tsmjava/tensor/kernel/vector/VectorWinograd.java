package io.github.tsmjava.tensor.kernel.vector;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.WinogradTransform;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Winograd's transforms, a vector being one pixel or coefficient of one block: first along columns, then along rows. */
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

    /** Six numbers in steps of {@code step} to six coefficients. */
    private static void inputLine(float[] x, int at, int step, float[] v, int to, int vStep) {
        FloatVector d0 = fromArray(V, x, at);
        FloatVector d1 = fromArray(V, x, at + step);
        FloatVector d2 = fromArray(V, x, at + 2 * step);
        FloatVector d3 = fromArray(V, x, at + 3 * step);
        FloatVector d4 = fromArray(V, x, at + 4 * step);
        FloatVector d5 = fromArray(V, x, at + 5 * step);
        FloatVector four = broadcast(V, 4f);
        FloatVector minusFour = broadcast(V, -4f);
        FloatVector minusFive = broadcast(V, -5f);
        FloatVector even = Lanes.fma(d2, minusFour, d4);
        FloatVector odd = Lanes.fma(d1, minusFour, d3);
        FloatVector wideEven = d4.sub(d2);
        FloatVector wideOdd = d3.sub(d1);
        wideOdd = wideOdd.add(wideOdd);
        Lanes.fma(d0, four, Lanes.fma(d2, minusFive, d4)).intoArray(v, to);
        even.add(odd).intoArray(v, to + vStep);
        even.sub(odd).intoArray(v, to + 2 * vStep);
        wideEven.add(wideOdd).intoArray(v, to + 3 * vStep);
        wideEven.sub(wideOdd).intoArray(v, to + 4 * vStep);
        Lanes.fma(d1, four, Lanes.fma(d3, minusFive, d5)).intoArray(v, to + 5 * vStep);
    }

    @Override
    public void output(float[] m, int mAt, int mStride, float[] start, int startAt, int startRow, int startStep,
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
                        .add(fromArray(V, start, startAt + row * startRow + column * startStep))
                        .max(low).min(high)
                        .intoArray(y, yAt + row * yRow + column * LANES);
            }
        }
    }

    /** Six coefficients in steps of {@code step} to four numbers. */
    private static void outputLine(float[] m, int at, int step, float[] y, int to, int yStep) {
        FloatVector m0 = fromArray(V, m, at);
        FloatVector m1 = fromArray(V, m, at + step);
        FloatVector m2 = fromArray(V, m, at + 2 * step);
        FloatVector m3 = fromArray(V, m, at + 3 * step);
        FloatVector m4 = fromArray(V, m, at + 4 * step);
        FloatVector m5 = fromArray(V, m, at + 5 * step);
        FloatVector near = m1.add(m2);
        FloatVector nearDifference = m1.sub(m2);
        FloatVector far = m3.add(m4);
        FloatVector farDifference = m3.sub(m4);
        m0.add(near).add(far).intoArray(y, to);
        nearDifference.add(farDifference.add(farDifference)).intoArray(y, to + yStep);
        Lanes.fma(far, broadcast(V, 4f), near).intoArray(y, to + 2 * yStep);
        Lanes.fma(farDifference, broadcast(V, 8f), nearDifference.add(m5)).intoArray(y, to + 3 * yStep);
    }
}
