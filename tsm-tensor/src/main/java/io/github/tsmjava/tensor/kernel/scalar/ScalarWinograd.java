package io.github.tsmjava.tensor.kernel.scalar;

import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.WinogradTransform;

/** {@link WinogradTransform} as products of matrices, in double precision: the reference for the vector kernel. */
public final class ScalarWinograd implements WinogradTransform {

    private static final int LANES = ScalarConvTile.LANES;

    private static final double[][] B_TRANSPOSED = {
            {4, 0, -5, 0, 1, 0},
            {0, -4, -4, 1, 1, 0},
            {0, 4, -4, -1, 1, 0},
            {0, -2, -1, 2, 1, 0},
            {0, 2, -1, -2, 1, 0},
            {0, 4, 0, -5, 0, 1}};

    private static final double[][] A_TRANSPOSED = {
            {1, 1, 1, 1, 1, 0},
            {0, 1, -1, 2, -2, 0},
            {0, 1, 1, 4, 4, 0},
            {0, 1, -1, 8, -8, 1}};

    private static final double[][] A = transposed(A_TRANSPOSED);
    private static final double[][] G_TRANSPOSED = transposed(G);

    @Override
    public void input(float[] x, int xAt, int rowStride, float[] v, int vAt, int vStride, float[] scratch) {
        transform(B_TRANSPOSED, x, xAt, rowStride, LANES, v, vAt, vStride);
    }

    @Override
    public void output(float[] m, int mAt, int mStride, float[] start, int startAt, int startRow, int startStride,
                       Epilogue end, int biasAt, float[] y, int yAt, int yRow, int rows, int columns, float[] scratch) {
        for (int lane = 0; lane < LANES; lane++) {
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    double sum = element(A_TRANSPOSED, row, column, m, mAt + lane, INPUTS * mStride, mStride)
                            + end.bias()[biasAt + lane]
                            + start[startAt + row * startRow + column * startStride + lane];
                    y[yAt + row * yRow + column * LANES + lane] = (float) Math.clamp(sum, end.low(), end.high());
                }
            }
        }
    }

    @Override
    public void outputGradient(float[] y, int yAt, int rowStride, float[] m, int mAt, int mStride, float[] scratch) {
        transform(A, y, yAt, rowStride, LANES, m, mAt, mStride);
    }

    @Override
    public void filter(float[] w, int wAt, float[] u, int uAt, int uStride, float[] scratch) {
        transform(G, w, wAt, SIDE * LANES, LANES, u, uAt, uStride);
    }

    @Override
    public void filterGradient(float[] u, int uAt, int uStride, float[] w, int wAt, float[] scratch) {
        transform(G_TRANSPOSED, u, uAt, INPUTS * uStride, uStride, w, wAt, LANES);
    }

    /** Writes {@code matrix · values · matrixᵀ} of each lane, its elements {@code toStride} apart. */
    private static void transform(double[][] matrix, float[] from, int at, int rowStride, int columnStride,
                                  float[] to, int toAt, int toStride) {
        int side = matrix.length;
        for (int lane = 0; lane < LANES; lane++) {
            for (int i = 0; i < side * side; i++) {
                double sum = element(matrix, i / side, i % side, from, at + lane, rowStride, columnStride);
                to[toAt + i * toStride + lane] = (float) sum;
            }
        }
    }

    /** Element (row, column) of {@code matrix · values · matrixᵀ}. */
    private static double element(double[][] matrix, int row, int column, float[] values, int at, int rowStride,
                                  int columnStride) {
        double sum = 0;
        for (int i = 0; i < matrix[row].length; i++) {
            for (int j = 0; j < matrix[column].length; j++) {
                sum += matrix[row][i] * values[at + i * rowStride + j * columnStride] * matrix[column][j];
            }
        }
        return sum;
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] result = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
                result[j][i] = matrix[i][j];
            }
        }
        return result;
    }
}
