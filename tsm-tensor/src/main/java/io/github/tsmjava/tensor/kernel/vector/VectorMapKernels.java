package io.github.tsmjava.tensor.kernel.vector;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.MapKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Blocked maps, a vector being one pixel of one block. */
final class VectorMapKernels implements MapKernels {

    private static final VectorSpecies<Float> V = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    @Override
    public void depthwise3x3(float[] x, int xAt, int rowStride, int stride, float[] w, int wAt, Epilogue end,
                             int biasAt, float[] y, int yAt, int yRow, int rows, int columns) {
        FloatVector bias = fromArray(V, end.bias(), biasAt);
        float low = end.low();
        float high = end.high();
        FloatVector w0 = fromArray(V, w, wAt);
        FloatVector w1 = fromArray(V, w, wAt + LANES);
        FloatVector w2 = fromArray(V, w, wAt + 2 * LANES);
        FloatVector w3 = fromArray(V, w, wAt + 3 * LANES);
        FloatVector w4 = fromArray(V, w, wAt + 4 * LANES);
        FloatVector w5 = fromArray(V, w, wAt + 5 * LANES);
        FloatVector w6 = fromArray(V, w, wAt + 6 * LANES);
        FloatVector w7 = fromArray(V, w, wAt + 7 * LANES);
        FloatVector w8 = fromArray(V, w, wAt + 8 * LANES);
        for (int row = 0; row < rows; row++) {
            int rowAt = xAt + row * stride * rowStride;
            int outAt = yAt + row * yRow;
            for (int column = 0; column < columns; column++) {
                int row0 = rowAt + column * stride * LANES;
                int row1 = row0 + rowStride;
                int row2 = row1 + rowStride;
                FloatVector sum = Lanes.fma(fromArray(V, x, row0), w0, bias);
                FloatVector more = fromArray(V, x, row0 + LANES).mul(w1);
                sum = Lanes.fma(fromArray(V, x, row0 + 2 * LANES), w2, sum);
                more = Lanes.fma(fromArray(V, x, row1), w3, more);
                sum = Lanes.fma(fromArray(V, x, row1 + LANES), w4, sum);
                more = Lanes.fma(fromArray(V, x, row1 + 2 * LANES), w5, more);
                sum = Lanes.fma(fromArray(V, x, row2), w6, sum);
                more = Lanes.fma(fromArray(V, x, row2 + LANES), w7, more);
                sum = Lanes.fma(fromArray(V, x, row2 + 2 * LANES), w8, sum);
                sum.add(more).max(low).min(high).intoArray(y, outAt + column * LANES);
            }
        }
    }

    @Override
    public void maximum(float[] x, int xAt, int rowStride, int rows, int columns, float[] y, int yAt) {
        FloatVector max = fromArray(V, x, xAt);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                max = max.max(fromArray(V, x, xAt + row * rowStride + column * LANES));
            }
        }
        max.intoArray(y, yAt);
    }

    @Override
    public void mean(float[] x, int xAt, int rowStride, int rows, int columns, float[] y, int yAt) {
        FloatVector sum = broadcast(V, 0f);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                sum = sum.add(fromArray(V, x, xAt + row * rowStride + column * LANES));
            }
        }
        sum.div(rows * columns).intoArray(y, yAt);
    }
}
