package io.github.tsmjava.bench.statistics;

/**
 * How many times as long one thing takes as another.
 *
 * @param value the best estimate
 * @param low   with {@code high} the interval that holds the true value in 95 of 100 measurements
 * @param p     of the Mann-Whitney test: how often times of one and the same thing would differ as much; 1 if unknown
 */
public record Ratio(double value, double low, double high, double p) {

    /** An interval that is within so much of 1 says that there is no difference that matters. */
    static final double NEGLIGIBLE = 0.02;
    private static final double SIGNIFICANT = 0.05;

    /** What may be said of two times. */
    public enum Verdict {
        LONGER, SHORTER, SAME, UNKNOWN
    }

    /** A difference needs both: an interval beside 1, and times that the test tells apart. */
    public Verdict verdict() {
        if (low > 1 && p < SIGNIFICANT) {
            return Verdict.LONGER;
        }
        if (high < 1 && p < SIGNIFICANT) {
            return Verdict.SHORTER;
        }
        return low >= 1 - NEGLIGIBLE && high <= 1 + NEGLIGIBLE ? Verdict.SAME : Verdict.UNKNOWN;
    }

    /** Whether both may be true. */
    public boolean agrees(Ratio other) {
        return low <= other.high && other.low <= high;
    }
}
