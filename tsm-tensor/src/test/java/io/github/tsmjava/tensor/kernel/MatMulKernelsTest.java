package io.github.tsmjava.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.Sums;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.Matrix;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

/**
 * The matrix products of this process's kernels and of the scalar ones against Commons Math's in double precision;
 * around every matrix lies a guard of NaN.
 */
class MatMulKernelsTest {

    private static final int GUARD = 37;
    private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 67, 129};

    @Test
    void agreesWithTheProductInDoublePrecision() {
        int ran = 0;
        for (int rows : SIZES) {
            for (int columns : SIZES) {
                int depth = SIZES[(rows + 3 * columns) % SIZES.length];
                for (int transposes = 0; transposes < 4; transposes++) {
                    check(rows, columns, depth, (transposes & 1) != 0, (transposes & 2) != 0);
                    ran++;
                }
            }
        }
        for (int depth : new int[] {255, 256, 257, 769}) {
            check(9, 33, depth, false, false);
            check(9, 33, depth, false, true);
            check(2100, 3, depth, true, false);
        }
        assertTrue(ran > 1000, "only " + ran + " cases ran");
    }

    private static void check(int rows, int columns, int depth, boolean transposeA, boolean transposeB) {
        Random random = new Random(rows * 1_000_003L + columns * 1_009L + depth);
        Matrix a = guarded(random, rows, depth, transposeA);
        Matrix b = guarded(random, depth, columns, transposeB);
        String message = "[%d, %d] by [%d, %d], transposed: %b, %b"
                .formatted(rows, depth, depth, columns, transposeA, transposeB);
        Sums expected = new Sums(product(a, b, rows, columns, depth, 1), product(a, b, rows, columns, depth, -1));
        expected.assertRounded(product(new ScalarKernels(), rows, columns, depth, a, b, 1), depth, "scalar " + message);
        float[] one = product(Kernels.get(), rows, columns, depth, a, b, 1);
        expected.assertClose(one, depth, message);
        assertArrayEquals(one, product(Kernels.get(), rows, columns, depth, a, b, 2), message + ", 2 threads");
        assertArrayEquals(one, product(Kernels.get(), rows, columns, depth, a, b, 3), message + ", 3 threads");
    }

    /** Row by row; if the sign is negative, of absolute values. */
    private static double[] product(Matrix a, Matrix b, int rows, int columns, int depth, int sign) {
        RealMatrix product = matrix(a, rows, depth, sign).multiply(matrix(b, depth, columns, sign));
        return Arrays.stream(product.getData()).flatMapToDouble(Arrays::stream).toArray();
    }

    private static RealMatrix matrix(Matrix from, int rows, int columns, int sign) {
        RealMatrix matrix = new Array2DRowRealMatrix(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                float number = from.data()[from.offset() + i * from.rowStride() + j * from.columnStride()];
                matrix.setEntry(i, j, sign < 0 ? Math.abs(number) : number);
            }
        }
        return matrix;
    }

    private static Matrix guarded(Random random, int rows, int columns, boolean transposed) {
        float[] data = new float[rows * columns + 2 * GUARD];
        Arrays.fill(data, Float.NaN);
        System.arraycopy(Numbers.random(random, rows * columns), 0, data, GUARD, rows * columns);
        return transposed
                ? Matrix.rowMajor(data, GUARD, rows).transposed()
                : Matrix.rowMajor(data, GUARD, columns);
    }

    /** The product without its guards, which must be untouched. */
    private static float[] product(Kernels kernels, int rows, int columns, int depth, Matrix a, Matrix b, int threads) {
        float[] c = new float[rows * columns + 2 * GUARD];
        Arrays.fill(c, Float.NaN);
        try (WorkerPool pool = new WorkerPool(threads)) {
            kernels.matmul(rows, columns, depth, a, b, c, GUARD, pool);
        }
        for (int i = 0; i < GUARD; i++) {
            assertTrue(Float.isNaN(c[i]) && Float.isNaN(c[c.length - 1 - i]), "wrote outside the result");
        }
        return Arrays.copyOfRange(c, GUARD, GUARD + rows * columns);
    }
}
