package io.github.tsmjava.tensor.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.kernel.gemm.GemmKernel;
import io.github.tsmjava.tensor.kernel.vector.tile.GemmKernel4x2V;
import io.github.tsmjava.tensor.kernel.vector.tile.GemmKernel8x2V;
import io.github.tsmjava.tensor.kernel.vector.tile.Lanes;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each tile on its own, at odd offsets and strides, between cells of NaN. */
class GemmKernelTest {

    private static final int GUARD = 13;

    static GemmKernel[] kernels() {
        return new GemmKernel[] {new GemmKernel4x2V(), new GemmKernel8x2V()};
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void addsTheProductAndTouchesNothingElse(GemmKernel kernel) {
        int rows = kernel.rows();
        int columns = kernel.columns();
        for (int depth : new int[] {0, 1, 2, 3, 7, 16, 61, 256}) {
            for (int stride : new int[] {columns, columns + 1, columns + 31}) {
                Random random = new Random(depth + stride);
                float[] a = guarded(random, depth * rows);
                float[] b = guarded(random, depth * columns);
                float[] c = guarded(random, rows * stride);
                float[] before = c.clone();
                kernel.addProduct(a, GUARD, b, GUARD, depth, c, GUARD, stride);
                for (int i = 0; i < c.length; i++) {
                    int row = (i - GUARD) / stride;
                    int column = (i - GUARD) % stride;
                    if (i < GUARD || row >= rows || column >= columns) {
                        assertEquals(before[i], c[i], "touched " + i);
                        continue;
                    }
                    double sum = before[i];
                    for (int p = 0; p < depth; p++) {
                        sum += (double) a[GUARD + p * rows + row] * b[GUARD + p * columns + column];
                    }
                    assertEquals(sum, c[i], (depth + 1.0) * (depth + 1.0) * 0x1p-24, kernel.name() + " depth " + depth);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void copiesRanges(GemmKernel kernel) {
        int width = kernel.columns();
        float[] from = guarded(new Random(5), 4 * width);
        float[] to = new float[4 * width];
        kernel.copyRanges(from, GUARD, new int[] {0, 3, width + 1}, to, 2, new int[] {0, width, 2 * width}, 3);
        float[] expected = new float[4 * width];
        System.arraycopy(from, GUARD, expected, 2, width);
        System.arraycopy(from, GUARD + 3, expected, 2 + width, width);
        System.arraycopy(from, GUARD + width + 1, expected, 2 + 2 * width, width);
        assertArrayEquals(expected, to);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aTileIsTwoVectorsWide(GemmKernel kernel) {
        assertEquals(2 * Lanes.COUNT, kernel.columns());
        assertTrue(kernel.name().startsWith(kernel.rows() + "x2V"));
    }

    private static float[] guarded(Random random, int size) {
        float[] numbers = new float[size + 2 * GUARD];
        Arrays.fill(numbers, Float.NaN);
        for (int i = GUARD; i < size + GUARD; i++) {
            numbers[i] = 2 * random.nextFloat() - 1;
        }
        return numbers;
    }
}
