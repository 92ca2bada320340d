package io.github.tsmjava.tensor.kernel.vector;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.MapKernels;
import io.github.tsmjava.tensor.kernel.vector.tile.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link MapKernels} of blocked maps, with a vector for each pixel of a block. */
final class VectorMapKernels implements MapKernels {

    private static final VectorSpecies<Float> V = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    @Override
    public void depthwise3x3(float[] x, int xAt, int rowStride, int stride, float[] w, int wAt, Epilogue end,
                             int biasAt, float[] y, int yAt, int yRow, int rows, int columns) {
        boolean sliding = Lanes.MANY_REGISTERS && stride == 1;
        for (int row = 0; row < rows; row++) {
            int rowAt = xAt + row * stride * rowStride;
            int outAt = yAt + row * yRow;
            if (sliding) {
                VectorDepthwise.sliding(x, rowAt, rowStride, w, wAt, end, biasAt, y, outAt, columns);
            } else {
                VectorDepthwise.pixelByPixel(x, rowAt, rowStride, stride * LANES, w, wAt, end, biasAt, y, outAt,
                        columns);
            }
        }
    }

    @Override
    public void spread(float[] x, int xAt, int group, float[] y, int yAt, int yPart, int pixels) {
        VectorGroups.spread(x, xAt, group, y, yAt, yPart, pixels);
    }

    @Override
    public void threeTaps(float[] x, int[] terms, float[] w, int wAt, Epilogue end, int biasAt, float[] y, int yAt,
                          int pixels) {
        VectorGroups.sums(x, terms, w, wAt, end, biasAt, y, yAt, pixels);
    }

    @Override
    public void maximum(float[] x, int xAt, int xStride, float[] y, int yAt, int pixels) {
        for (int pixel = 0; pixel < pixels; pixel++) {
            int at = yAt + pixel * LANES;
            fromArray(V, x, xAt + pixel * xStride).max(fromArray(V, y, at)).intoArray(y, at);
        }
    }

    @Override
    public void softmax(float[] x, int xAt, int xBlock, int blocks, float[] scratch) {
        VectorSoftmax.softmax(x, xAt, xBlock, blocks, scratch);
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
