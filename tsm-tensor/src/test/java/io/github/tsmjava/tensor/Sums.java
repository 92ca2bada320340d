package io.github.tsmjava.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Sums of products in double precision, and how far float arithmetic may be from them.
 *
 * @param values the sums
 * @param sizes  the same sums of the terms' absolute values, which rounding errors are proportional to
 */
public record Sums(double[] values, double[] sizes) {

    /** Half a unit in the last place, relative: the error of one rounding. */
    private static final double ROUNDING = 0x1p-24;
    private static final double DOUBLE_ROUNDING = 0x1p-53;

    /**
     * Compares with sums formed in float. A term that is rounded n times is off by a factor of at most (1 + u)^n, and
     * that is below 1 + n·u / (1 - n·u). However a sum is ordered and cut into parts, a term among n is rounded at most
     * n times: once as a product, and in the n - 1 additions. Numbers must not be so small that products underflow.
     *
     * @param roundings how often a term is rounded at most
     */
    public void assertClose(float[] actual, int roundings, String message) {
        double error = roundings * ROUNDING / (1 - roundings * ROUNDING);
        assertWithin(actual, error, 0, message);
    }

    /**
     * Compares with sums of so many terms that were formed in double precision, in another order perhaps, and then
     * rounded to float once.
     */
    public void assertRounded(float[] actual, int terms, String message) {
        assertWithin(actual, 4 * terms * DOUBLE_ROUNDING, ROUNDING, message);
    }

    private void assertWithin(float[] actual, double ofSize, double ofValue, String message) {
        assertEquals(values.length, actual.length, message);
        for (int i = 0; i < actual.length; i++) {
            double tolerance = ofSize * sizes[i] + ofValue * Math.abs(values[i]);
            int index = i;
            assertTrue(Math.abs(values[i] - actual[i]) <= tolerance, () -> "%s at %d: expected %s within %s, got %s"
                    .formatted(message, index, values[index], tolerance, actual[index]));
        }
    }
}
