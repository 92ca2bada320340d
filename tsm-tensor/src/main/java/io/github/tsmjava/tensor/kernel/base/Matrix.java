package io.github.tsmjava.tensor.kernel.base;

/**
 * A matrix within an array, as {@code Kernels.matmul} reads it: element (i, j) is {@code data[offset + i * rowStride +
 * j * columnStride]}.
 */
public record Matrix(float[] data, int offset, int rowStride, int columnStride) {

    /** A matrix in row-major order. */
    public static Matrix rowMajor(float[] data, int offset, int columns) {
        return new Matrix(data, offset, columns, 1);
    }

    public Matrix transposed() {
        return new Matrix(data, offset, columnStride, rowStride);
    }
}
