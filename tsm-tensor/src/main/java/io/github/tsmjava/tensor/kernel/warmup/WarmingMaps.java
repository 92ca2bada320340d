package io.github.tsmjava.tensor.kernel.warmup;

import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.MapKernels;

/** {@link MapKernels} that is plain Java at first, and the vector kernels later; see {@link WarmUp}. */
final class WarmingMaps implements MapKernels {

    private final Handover<MapKernels> maps;

    WarmingMaps(Handover<MapKernels> maps) {
        this.maps = maps;
    }

    @Override
    public void depthwise3x3(float[] x, int xAt, int rowStride, int stride, float[] w, int wAt, Epilogue end,
                             int biasAt, float[] y, int yAt, int yRow, int rows, int columns) {
        long began = maps.start();
        maps.kernel().depthwise3x3(x, xAt, rowStride, stride, w, wAt, end, biasAt, y, yAt, yRow, rows, columns);
        maps.stop(began);
    }

    @Override
    public void spread(float[] x, int xAt, int group, float[] y, int yAt, int yPart, int pixels) {
        maps.kernel().spread(x, xAt, group, y, yAt, yPart, pixels);
    }

    @Override
    public void threeTaps(float[] x, int[] terms, float[] w, int wAt, Epilogue end, int biasAt, float[] y, int yAt,
                          int pixels) {
        long began = maps.start();
        maps.kernel().threeTaps(x, terms, w, wAt, end, biasAt, y, yAt, pixels);
        maps.stop(began);
    }

    @Override
    public void maximum(float[] x, int xAt, int xStride, float[] y, int yAt, int pixels) {
        maps.kernel().maximum(x, xAt, xStride, y, yAt, pixels);
    }

    @Override
    public void softmax(float[] x, int xAt, int xBlock, int blocks, float[] scratch) {
        maps.kernel().softmax(x, xAt, xBlock, blocks, scratch);
    }

    @Override
    public void mean(float[] x, int xAt, int rowStride, int rows, int columns, float[] y, int yAt) {
        maps.kernel().mean(x, xAt, rowStride, rows, columns, y, yAt);
    }
}
