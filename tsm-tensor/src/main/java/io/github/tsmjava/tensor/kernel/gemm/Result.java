package io.github.tsmjava.tensor.kernel.gemm;

import io.github.tsmjava.tensor.kernel.base.Scratch;
import java.util.Arrays;

/**
 * The result of a product: element (i, j) at {@code offset + (j / plane) * imageStride + i * rowStride + j % plane}. A
 * matrix is one plane; a batch of images has a plane for each image. {@link Gemm} computes a region of it at a time.
 *
 * @param bias what the sums start from: value {@code biasAt + i} for row i, or null for zeros
 */
record Result(float[] data, int offset, int rowStride, int plane, int imageStride, float[] bias, int biasAt) {

    /** Rows that lie a multiple of this many elements apart share their cache sets, which hold only a few of them. */
    private static final int PAGE = 1024;
    private static final int FEW_ROWS = 8;

    private int at(int row, int column) {
        return offset + column / plane * imageStride + row * rowStride + column % plane;
    }

    /**
     * Opens a place for the sums of a region.
     *
     * @param paddedRows    the region's rows, filled up to a multiple of the tile's
     * @param paddedColumns the region's columns, filled up to a multiple of the tile's
     */
    Sums open(int firstRow, int rows, int paddedRows, int firstColumn, int columns, int paddedColumns) {
        boolean direct = rows == paddedRows && paddedColumns <= plane - firstColumn % plane
                && (rows <= FEW_ROWS || rowStride % PAGE != 0);
        Sums sums = direct
                ? new Sums(data, at(firstRow, firstColumn), rowStride)
                : new Sums(Scratch.SUMS.get(paddedRows * paddedColumns), 0, paddedColumns);
        for (int row = 0; row < rows; row++) {
            int from = sums.at + row * sums.stride;
            Arrays.fill(sums.data, from, from + columns, bias == null ? 0f : bias[biasAt + firstRow + row]);
        }
        return sums;
    }

    /** Copies sums to their place, unless they were formed there. */
    void close(Sums sums, int firstRow, int rows, int firstColumn, int columns) {
        if (sums.data == data) {
            return;
        }
        for (int done = 0; done < columns; ) {
            int length = Math.min(columns - done, plane - (firstColumn + done) % plane);
            for (int row = 0; row < rows; row++) {
                System.arraycopy(sums.data, sums.at + row * sums.stride + done,
                        data, at(firstRow + row, firstColumn + done), length);
            }
            done += length;
        }
    }

    /** The sums of a region while they are formed, row i from {@code at + i * stride} on. */
    record Sums(float[] data, int at, int stride) { }
}
