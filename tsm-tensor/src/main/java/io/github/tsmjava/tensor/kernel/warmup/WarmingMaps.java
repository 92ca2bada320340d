package io.github.tsmjava.tensor.kernel.warmup;

import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.MapKernels;

/** {@link MapKernels} that is plain Java at first, and the vector kernel once that is compiled; see {@link WarmUp}. */
final class WarmingMaps implements MapKernels {

    /** Not volatile: both give the same results, so it does not matter when a thread sees the change. */
    private MapKernels maps;

    WarmingMaps(PlainMaps plain) {
        maps = plain;
    }

    void use(MapKernels vector) {
        maps = vector;
    }

    @Override
    public void depthwise3x3(float[] x, int xAt, int rowStride, int stride, float[] w, int wAt, Epilogue end,
                             int biasAt, float[] y, int yAt, int yRow, int rows, int columns) {
        maps.depthwise3x3(x, xAt, rowStride, stride, w, wAt, end, biasAt, y, yAt, yRow, rows, columns);
    }

    @Override
    public void spread(float[] x, int xAt, int group, float[] y, int yAt, int yPart, int pixels) {
        maps.spread(x, xAt, group, y, yAt, yPart, pixels);
    }

    @Override
    public void threeTaps(float[] x, int[] terms, float[] w, int wAt, Epilogue end, int biasAt, float[] y, int yAt,
                          int pixels) {
        maps.threeTaps(x, terms, w, wAt, end, biasAt, y, yAt, pixels);
    }

    @Override
    public void maximum(float[] x, int xAt, int xStride, float[] y, int yAt, int pixels) {
        maps.maximum(x, xAt, xStride, y, yAt, pixels);
    }

    @Override
    public void softmax(float[] x, int xAt, int xBlock, int blocks, float[] scratch) {
        maps.softmax(x, xAt, xBlock, blocks, scratch);
    }

    @Override
    public void mean(float[] x, int xAt, int rowStride, int rows, int columns, float[] y, int yAt) {
        maps.mean(x, xAt, rowStride, rows, columns, y, yAt);
    }
}
