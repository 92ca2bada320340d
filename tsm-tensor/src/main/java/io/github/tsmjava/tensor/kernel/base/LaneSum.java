package io.github.tsmjava.tensor.kernel.base;

/**
 * Adds up the partial sums that a kernel keeps in the lanes of a vector and has stored in an array. The order is fixed,
 * which a vector instruction does not promise.
 */
public final class LaneSum {

    private LaneSum() { }

    /** The sum of {@code count} elements from {@code at}. */
    public static double of(float[] sums, int at, int count) {
        double sum = 0;
        int lane = 0;
        for (; lane + 4 <= count; lane += 4) {
            // Four at a time: their additions do not wait for one another.
            sum += (double) (sums[at + lane] + sums[at + lane + 1]) + (sums[at + lane + 2] + sums[at + lane + 3]);
        }
        for (; lane < count; lane++) {
            sum += sums[at + lane];
        }
        return sum;
    }

    /** The sum of {@code count} elements from {@code at}. */
    public static double of(double[] sums, int at, int count) {
        double sum = 0;
        for (int lane = 0; lane < count; lane++) {
            sum += sums[at + lane];
        }
        return sum;
    }
}
