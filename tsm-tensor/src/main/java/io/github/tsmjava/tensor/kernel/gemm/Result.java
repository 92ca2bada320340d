package io.github.tsmjava.tensor.kernel.gemm;

import java.util.Arrays;

/**
 * Where a product goes: element (i, j) at {@code offset + (j / run) * runStride + i * rowStride + j % run}. A matrix is
 * one run; a batch of images has a run for each image.
 */
record Result(float[] data, int offset, int rowStride, int run, int runStride) {

    int at(int row, int column) {
        return offset + column / run * runStride + row * rowStride + column % run;
    }

    /** How many of {@code count} columns from {@code column} on lie side by side. */
    int together(int column, int count) {
        return Math.min(count, run - column % run);
    }

    /** Sets rows [firstRow, endRow) of some columns to their row's bias, or to zero without one. */
    void fill(int firstRow, int endRow, int firstColumn, int count, float[] bias, int biasAt) {
        for (int column = firstColumn; column < firstColumn + count; ) {
            int length = together(column, firstColumn + count - column);
            for (int row = firstRow; row < endRow; row++) {
                int at = at(row, column);
                Arrays.fill(data, at, at + length, bias == null ? 0f : bias[biasAt + row]);
            }
            column += length;
        }
    }

    /** Adds a tile of {@code width} columns a row, of which {@code rows} by {@code count} numbers are valid. */
    void add(float[] tile, int width, int firstRow, int rows, int firstColumn, int count) {
        for (int column = 0; column < count; ) {
            int length = together(firstColumn + column, count - column);
            for (int row = 0; row < rows; row++) {
                int at = at(firstRow + row, firstColumn + column);
                for (int j = 0; j < length; j++) {
                    data[at + j] += tile[row * width + column + j];
                }
            }
            column += length;
        }
    }
}
