package io.github.tsmjava.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;

/** Seeded numbers, and the error that rounding can explain. */
final class Numbers {

    /** Half a unit in the last place, relative: the error of one rounding. */
    private static final double ROUNDING = 0x1p-24;

    private Numbers() { }

    /** Numbers in [-1, 1). */
    static float[] random(Random random, int size) {
        float[] numbers = new float[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = 2 * random.nextFloat() - 1;
        }
        return numbers;
    }

    /**
     * Compares sums of {@code depth} products of numbers of at most 1, plus one more number of at most 1. The sum's
     * absolute value never exceeds {@code depth + 1}, and each of the additions rounds once.
     */
    static void assertSums(float[] expected, float[] actual, int depth, String message) {
        double tolerance = (depth + 1.0) * (depth + 1.0) * ROUNDING;
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs((double) expected[i] - actual[i]) <= tolerance)) {
                assertEquals(expected[i], actual[i], tolerance, message + " at " + i);
            }
        }
    }
}
