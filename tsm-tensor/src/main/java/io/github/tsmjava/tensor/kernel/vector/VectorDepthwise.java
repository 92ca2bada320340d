package io.github.tsmjava.tensor.kernel.vector;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.vector.tile.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** One row of a depthwise 3×3 convolution on one block of blocked maps, for {@link VectorMapKernels}. */
final class VectorDepthwise {

    private static final VectorSpecies<Float> V = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private VectorDepthwise() { }

    /**
     * For stride 1: each pixel loads one column of the window and keeps two, since nine loads take longer than nine
     * multiplications. Needs more than 16 registers, and a fused multiply-add.
     */
    static void sliding(float[] x, int xAt, int rowStride, float[] w, int wAt, Epilogue end, int biasAt,
                        float[] y, int yAt, int pixels) {
        FloatVector bias = fromArray(V, end.bias(), biasAt);
        FloatVector low = broadcast(V, end.low());
        FloatVector high = broadcast(V, end.high());
        FloatVector w0 = fromArray(V, w, wAt);
        FloatVector w1 = fromArray(V, w, wAt + LANES);
        FloatVector w2 = fromArray(V, w, wAt + 2 * LANES);
        FloatVector w3 = fromArray(V, w, wAt + 3 * LANES);
        FloatVector w4 = fromArray(V, w, wAt + 4 * LANES);
        FloatVector w5 = fromArray(V, w, wAt + 5 * LANES);
        FloatVector w6 = fromArray(V, w, wAt + 6 * LANES);
        FloatVector w7 = fromArray(V, w, wAt + 7 * LANES);
        FloatVector w8 = fromArray(V, w, wAt + 8 * LANES);
        FloatVector x0 = fromArray(V, x, xAt);
        FloatVector x1 = fromArray(V, x, xAt + LANES);
        FloatVector x3 = fromArray(V, x, xAt + rowStride);
        FloatVector x4 = fromArray(V, x, xAt + rowStride + LANES);
        FloatVector x6 = fromArray(V, x, xAt + 2 * rowStride);
        FloatVector x7 = fromArray(V, x, xAt + 2 * rowStride + LANES);
        for (int pixel = 0; pixel < pixels; pixel++) {
            int next = xAt + (pixel + 2) * LANES;
            FloatVector x2 = fromArray(V, x, next);
            FloatVector x5 = fromArray(V, x, next + rowStride);
            FloatVector x8 = fromArray(V, x, next + 2 * rowStride);
            FloatVector sum = x0.fma(w0, bias);
            FloatVector more = x1.mul(w1);
            sum = x3.fma(w3, sum);
            more = x4.fma(w4, more);
            sum = x6.fma(w6, sum);
            more = x7.fma(w7, more);
            sum = x2.fma(w2, sum);
            more = x5.fma(w5, more);
            sum = x8.fma(w8, sum);
            Lanes.clamp(sum.add(more), low, high).intoArray(y, yAt + pixel * LANES);
            x0 = x1;
            x1 = x2;
            x3 = x4;
            x4 = x5;
            x6 = x7;
            x7 = x8;
        }
    }

    /** For any stride: each pixel loads its whole window; windows lie {@code pixelStride} elements apart. */
    static void pixelByPixel(float[] x, int xAt, int rowStride, int pixelStride, float[] w, int wAt, Epilogue end,
                             int biasAt, float[] y, int yAt, int pixels) {
        FloatVector bias = fromArray(V, end.bias(), biasAt);
        FloatVector low = broadcast(V, end.low());
        FloatVector high = broadcast(V, end.high());
        FloatVector w0 = fromArray(V, w, wAt);
        FloatVector w1 = fromArray(V, w, wAt + LANES);
        FloatVector w2 = fromArray(V, w, wAt + 2 * LANES);
        FloatVector w3 = fromArray(V, w, wAt + 3 * LANES);
        FloatVector w4 = fromArray(V, w, wAt + 4 * LANES);
        FloatVector w5 = fromArray(V, w, wAt + 5 * LANES);
        FloatVector w6 = fromArray(V, w, wAt + 6 * LANES);
        FloatVector w7 = fromArray(V, w, wAt + 7 * LANES);
        FloatVector w8 = fromArray(V, w, wAt + 8 * LANES);
        for (int pixel = 0; pixel < pixels; pixel++) {
            int row0 = xAt + pixel * pixelStride;
            int row1 = row0 + rowStride;
            int row2 = row1 + rowStride;
            FloatVector sum = Lanes.fma(fromArray(V, x, row0), w0, bias);
            sum = Lanes.fma(fromArray(V, x, row0 + LANES), w1, sum);
            sum = Lanes.fma(fromArray(V, x, row0 + 2 * LANES), w2, sum);
            sum = Lanes.fma(fromArray(V, x, row1), w3, sum);
            sum = Lanes.fma(fromArray(V, x, row1 + LANES), w4, sum);
            sum = Lanes.fma(fromArray(V, x, row1 + 2 * LANES), w5, sum);
            sum = Lanes.fma(fromArray(V, x, row2), w6, sum);
            sum = Lanes.fma(fromArray(V, x, row2 + LANES), w7, sum);
            sum = Lanes.fma(fromArray(V, x, row2 + 2 * LANES), w8, sum);
            Lanes.clamp(sum, low, high).intoArray(y, yAt + pixel * LANES);
        }
    }
}
