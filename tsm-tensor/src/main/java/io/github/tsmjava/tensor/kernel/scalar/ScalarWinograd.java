package io.github.tsmjava.tensor.kernel.scalar;

import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.WinogradTransform;

/** Winograd's transforms as the matrix products they are: the reference for the vector kernel. */
final class ScalarWinograd implements WinogradTransform {

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

    private static final double[][] G = {
            {1 / 4.0, 0, 0},
            {-1 / 6.0, -1 / 6.0, -1 / 6.0},
            {-1 / 6.0, 1 / 6.0, -1 / 6.0},
            {1 / 24.0, 1 / 12.0, 1 / 6.0},
            {1 / 24.0, -1 / 12.0, 1 / 6.0},
            {0, 0, 1}};

    @Override
    public void input(float[] x, int xAt, int rowStride, float[] v, int vAt, int vStride, float[] scratch) {
        double[] pixels = new double[COEFFICIENTS];
        for (int lane = 0; lane < LANES; lane++) {
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = x[xAt + i / INPUTS * rowStride + i % INPUTS * LANES + lane];
            }
            for (int i = 0; i < pixels.length; i++) {
                v[vAt + i * vStride + lane] = (float) both(B_TRANSPOSED, i / INPUTS, i % INPUTS, pixels);
            }
        }
    }

    @Override
    public void output(float[] m, int mAt, int mStride, float[] start, int startAt, int startRow, int startStep,
                       Epilogue end, int biasAt, float[] y, int yAt, int yRow, int rows, int columns, float[] scratch) {
        double[] coefficients = new double[COEFFICIENTS];
        for (int lane = 0; lane < LANES; lane++) {
            for (int i = 0; i < coefficients.length; i++) {
                coefficients[i] = m[mAt + i * mStride + lane];
            }
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    double sum = both(A_TRANSPOSED, row, column, coefficients) + end.bias()[biasAt + lane]
                            + start[startAt + row * startRow + column * startStep + lane];
                    y[yAt + row * yRow + column * LANES + lane] = (float) Math.clamp(sum, end.low(), end.high());
                }
            }
        }
    }

    @Override
    public void outputGradient(float[] y, int yAt, int rowStride, float[] m, int mAt, int mStride, float[] scratch) {
        for (int lane = 0; lane < LANES; lane++) {
            for (int i = 0; i < COEFFICIENTS; i++) {
                double sum = 0;
                for (int row = 0; row < OUTPUTS; row++) {
                    for (int column = 0; column < OUTPUTS; column++) {
                        sum += A_TRANSPOSED[row][i / INPUTS] * y[yAt + row * rowStride + column * LANES + lane]
                                * A_TRANSPOSED[column][i % INPUTS];
                    }
                }
                m[mAt + i * mStride + lane] = (float) sum;
            }
        }
    }

    @Override
    public void filter(float[] w, int wAt, float[] u, int uAt, int uStride, float[] scratch) {
        for (int lane = 0; lane < LANES; lane++) {
            for (int i = 0; i < COEFFICIENTS; i++) {
                double sum = 0;
                for (int tap = 0; tap < TAPS; tap++) {
                    sum += G[i / INPUTS][tap / SIDE] * w[wAt + tap * LANES + lane] * G[i % INPUTS][tap % SIDE];
                }
                u[uAt + i * uStride + lane] = (float) sum;
            }
        }
    }

    @Override
    public void filterGradient(float[] u, int uAt, int uStride, float[] w, int wAt, float[] scratch) {
        for (int lane = 0; lane < LANES; lane++) {
            for (int tap = 0; tap < TAPS; tap++) {
                double sum = 0;
                for (int i = 0; i < COEFFICIENTS; i++) {
                    sum += G[i / INPUTS][tap / SIDE] * u[uAt + i * uStride + lane] * G[i % INPUTS][tap % SIDE];
                }
                w[wAt + tap * LANES + lane] = (float) sum;
            }
        }
    }

    /** Element (row, column) of {@code matrix · values · matrixᵀ}. */
    private static double both(double[][] matrix, int row, int column, double[] values) {
        double sum = 0;
        for (int i = 0; i < INPUTS; i++) {
            for (int j = 0; j < INPUTS; j++) {
                sum += matrix[row][i] * values[i * INPUTS + j] * matrix[column][j];
            }
        }
        return sum;
    }
}
