package io.github.tsmjava.tensor.kernel.gemm;

import io.github.tsmjava.tensor.kernel.base.Matrix;

/**
 * The right matrix {@code [depth, columns]} of {@link Gemm#matmul} when its rows are not contiguous, as in a transposed
 * one.
 */
record StridedColumns(Matrix matrix, int depth, int columns) implements Columns {

    @Override
    public int depthChunk(int wanted) {
        return wanted;
    }

    @Override
    public Packer packer(int firstColumn, int count, GemmKernel kernel, int panelPitch) {
        int width = kernel.columns();
        return (firstDepth, length, panels) -> {
            for (int j = 0; j < count; j++) {
                int from = matrix.offset() + firstDepth * matrix.rowStride()
                        + (firstColumn + j) * matrix.columnStride();
                int to = j / width * panelPitch + j % width;
                copyColumn(matrix.data(), from, matrix.rowStride(), length, panels, to, width);
            }
        };
    }

    private static void copyColumn(float[] from, int at, int stride, int count, float[] to, int toAt, int toStride) {
        for (int p = 0; p < count; p++) {
            to[toAt + p * toStride] = from[at + p * stride];
        }
    }
}
