package io.github.tsmjava.tensor.kernel.blocked;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.kernel.Kernels;
import java.util.stream.Stream;
import org.apache.commons.math3.fraction.BigFraction;
import org.apache.commons.math3.linear.FieldMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The matrices of Winograd's algorithm in this process's kernels against those that {@link CookToom} derives. What is
 * linear is known by what it makes of unit vectors, so there the matrices are read from. All is in fractions: floats
 * are some, and nothing is rounded but by the kernels.
 */
class WinogradDerivationTest {

    private static final int INPUTS = WinogradTransform.INPUTS;
    private static final int OUTPUTS = WinogradTransform.OUTPUTS;
    private static final int COEFFICIENTS = WinogradTransform.COEFFICIENTS;
    private static final int SIDE = WinogradTransform.SIDE;
    private static final int TAPS = WinogradTransform.TAPS;
    private static final int PIXELS = OUTPUTS * OUTPUTS;
    /**
     * Thirds have no float. A coefficient of a filter is made of two of G's elements, so it is rounded three times, and
     * (1 + u)³ is less than 1 + 4u.
     */
    private static final BigFraction ROUNDING = new BigFraction(4 * 0x1p-24);

    static Stream<BlockedKernels> kernels() {
        return Stream.of(Kernels.get().blocked(), Kernels.get().blocked(1), Kernels.scalar().blocked()).distinct();
    }

    /** Filter tap j and input i give 1 in output i - j and 0 elsewhere: the definition of a correlation. */
    @Test
    void theDerivedMatricesCorrelate() {
        FieldMatrix<BigFraction> product = bilinear(CookToom.A_TRANSPOSED, CookToom.G, CookToom.B_TRANSPOSED);
        for (int at = 0; at < SIDE * INPUTS; at++) {
            for (int output = 0; output < OUTPUTS; output++) {
                int tap = at / INPUTS;
                int input = at % INPUTS;
                BigFraction expected = input == output + tap ? BigFraction.ONE : BigFraction.ZERO;
                assertEquals(expected, product.getEntry(output, at), "tap %d, input %d, output %d"
                        .formatted(tap, input, output));
            }
        }
    }

    @Test
    void theFiltersMatrixIsTheDerivedOne() {
        double[][] expected = CookToom.doubles(CookToom.G).getData();
        assertEquals(expected.length, WinogradTransform.G.length);
        for (int row = 0; row < expected.length; row++) {
            assertArrayEquals(expected[row], WinogradTransform.G[row], "row " + row);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void theKernelsMatricesAreTheDerivedOnes(BlockedKernels kernels) {
        FieldMatrix<BigFraction> output = CookToom.ofTiles(CookToom.A_TRANSPOSED);
        FieldMatrix<BigFraction> filter = CookToom.ofTiles(CookToom.G);
        assertWithin(BigFraction.ZERO, CookToom.ofTiles(CookToom.B_TRANSPOSED), input(kernels), "input");
        assertWithin(BigFraction.ZERO, output, output(kernels), "output");
        assertWithin(BigFraction.ZERO, output.transpose(), outputGradient(kernels), "output's gradient");
        assertWithin(ROUNDING, filter, filter(kernels), "filter");
        assertWithin(ROUNDING, filter.transpose(), filterGradient(kernels), "filter's gradient");
    }

    /** Where one factor of a coefficient is G's 1 in its last row, the other is left alone: the nearest float. */
    @ParameterizedTest
    @MethodSource("kernels")
    void theirConstantsAreTheNearestFloats(BlockedKernels kernels) {
        FieldMatrix<BigFraction> filter = filter(kernels);
        int last = INPUTS - 1;
        for (int k = 0; k < INPUTS; k++) {
            for (int tap = 0; tap < SIDE; tap++) {
                BigFraction nearest = new BigFraction(CookToom.G.getEntry(k, tap).floatValue());
                String place = "coefficient " + k + ", tap " + tap;
                assertEquals(nearest, filter.getEntry(k * INPUTS + last, tap * SIDE + SIDE - 1), place + " down");
                assertEquals(nearest, filter.getEntry(last * INPUTS + k, (SIDE - 1) * SIDE + tap), place + " across");
            }
        }
    }

    /** All pairs of a tap and an input pixel, with the constants of the kernels as they are. */
    @ParameterizedTest
    @MethodSource("kernels")
    void theKernelsCorrelateButForTheRoundingOfFilters(BlockedKernels kernels) {
        FieldMatrix<BigFraction> output = output(kernels);
        FieldMatrix<BigFraction> filter = filter(kernels);
        FieldMatrix<BigFraction> input = input(kernels);
        FieldMatrix<BigFraction> product = bilinear(output, filter, input);
        FieldMatrix<BigFraction> sizes = bilinear(absolute(output), absolute(filter), absolute(input));
        for (int at = 0; at < TAPS * COEFFICIENTS; at++) {
            int tap = at / COEFFICIENTS;
            int pixel = at % COEFFICIENTS;
            for (int y = 0; y < PIXELS; y++) {
                int met = (y / OUTPUTS + tap / SIDE) * INPUTS + y % OUTPUTS + tap % SIDE;
                BigFraction error = product.getEntry(y, at).subtract(pixel == met ? 1 : 0).abs();
                BigFraction tolerance = ROUNDING.multiply(sizes.getEntry(y, at));
                assertTrue(error.compareTo(tolerance) <= 0, "tap %d, input %d, output %d: off by %s of %s"
                        .formatted(tap, pixel, y, error.doubleValue(), tolerance.doubleValue()));
            }
        }
    }

    /** Column {@code tap · inputs + input} is {@code a·((g·tap) ⊙ (b·input))} of unit vectors. */
    private static FieldMatrix<BigFraction> bilinear(FieldMatrix<BigFraction> a, FieldMatrix<BigFraction> g,
                                                     FieldMatrix<BigFraction> b) {
        int inputs = b.getColumnDimension();
        FieldMatrix<BigFraction> products = CookToom.zeros(a.getColumnDimension(), g.getColumnDimension() * inputs);
        for (int k = 0; k < products.getRowDimension(); k++) {
            for (int at = 0; at < products.getColumnDimension(); at++) {
                products.setEntry(k, at, g.getEntry(k, at / inputs).multiply(b.getEntry(k, at % inputs)));
            }
        }
        return a.multiply(products);
    }

    private static FieldMatrix<BigFraction> absolute(FieldMatrix<BigFraction> matrix) {
        FieldMatrix<BigFraction> absolute = matrix.copy();
        for (int i = 0; i < matrix.getRowDimension(); i++) {
            for (int j = 0; j < matrix.getColumnDimension(); j++) {
                absolute.setEntry(i, j, matrix.getEntry(i, j).abs());
            }
        }
        return absolute;
    }

    /** The tolerance is relative: what is zero must be zero. */
    private static void assertWithin(BigFraction tolerance, FieldMatrix<BigFraction> expected,
                                     FieldMatrix<BigFraction> actual, String message) {
        FieldMatrix<BigFraction> errors = absolute(actual.subtract(expected));
        FieldMatrix<BigFraction> sizes = absolute(expected);
        for (int i = 0; i < expected.getRowDimension(); i++) {
            for (int j = 0; j < expected.getColumnDimension(); j++) {
                assertTrue(errors.getEntry(i, j).compareTo(tolerance.multiply(sizes.getEntry(i, j))) <= 0,
                        "%s, row %d, column %d: expected %s, got %s".formatted(message, i, j,
                                expected.getEntry(i, j), actual.getEntry(i, j).doubleValue()));
            }
        }
    }

    private static FieldMatrix<BigFraction> input(BlockedKernels kernels) {
        int lanes = kernels.lanes();
        return matrix(COEFFICIENTS, COEFFICIENTS, lanes, (x, v) ->
                kernels.winograd().input(x, 0, INPUTS * lanes, v, 0, lanes, new float[COEFFICIENTS * lanes]));
    }

    private static FieldMatrix<BigFraction> filter(BlockedKernels kernels) {
        int lanes = kernels.lanes();
        return matrix(COEFFICIENTS, TAPS, lanes, (w, u) ->
                kernels.winograd().filter(w, 0, u, 0, lanes, new float[COEFFICIENTS * lanes]));
    }

    private static FieldMatrix<BigFraction> filterGradient(BlockedKernels kernels) {
        int lanes = kernels.lanes();
        return matrix(TAPS, COEFFICIENTS, lanes, (u, w) ->
                kernels.winograd().filterGradient(u, 0, lanes, w, 0, new float[COEFFICIENTS * lanes]));
    }

    private static FieldMatrix<BigFraction> output(BlockedKernels kernels) {
        int lanes = kernels.lanes();
        return matrix(PIXELS, COEFFICIENTS, lanes, (m, y) ->
                kernels.winograd().output(m, 0, lanes, kernels.zeros(), 0, 0, 0, kernels.identity(), 0, y, 0,
                        OUTPUTS * lanes, OUTPUTS, OUTPUTS, new float[COEFFICIENTS * lanes]));
    }

    private static FieldMatrix<BigFraction> outputGradient(BlockedKernels kernels) {
        int lanes = kernels.lanes();
        return matrix(COEFFICIENTS, PIXELS, lanes, (y, m) ->
                kernels.winograd().outputGradient(y, 0, OUTPUTS * lanes, m, 0, lanes, new float[COEFFICIENTS * lanes]));
    }

    @FunctionalInterface
    private interface Transform {
        /** A vector for each element; the lanes do not mix. */
        void run(float[] from, float[] to);
    }

    /** The matrix of a transform. Every lane sees every unit vector, each lane another one at a time. */
    private static FieldMatrix<BigFraction> matrix(int rows, int columns, int lanes, Transform transform) {
        BigFraction[][] matrix = new BigFraction[rows][columns];
        for (int first = 0; first < columns; first++) {
            float[] units = new float[columns * lanes];
            for (int lane = 0; lane < lanes; lane++) {
                units[(first + lane) % columns * lanes + lane] = 1;
            }
            float[] result = new float[rows * lanes];
            transform.run(units, result);
            for (int i = 0; i < result.length; i++) {
                int row = i / lanes;
                int column = (first + i % lanes) % columns;
                BigFraction element = new BigFraction(result[i]).reduce();
                assertTrue(matrix[row][column] == null || matrix[row][column].equals(element), "lanes differ");
                matrix[row][column] = element;
            }
        }
        return MatrixUtils.createFieldMatrix(matrix);
    }
}
