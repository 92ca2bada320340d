package io.github.tsmjava.bench.statistics;

/**
 * How many times as long one thing takes as another.
 *
 * @param value the best estimate
 * @param low   with {@code high} the interval that holds the true value in 95 of 100 measurements
 * @param p     of the Mann-Whitney test: how often times of one and the same thing would differ as much
 * @param turns whether the interval comes from the turns of too few processes: then it is too narrow
 */
public record Ratio(double value, double low, double high, double p, boolean turns) {

    /** Of a thing to itself. */
    public static final Ratio ONE = new Ratio(1, 1, 1, 1, false);


    /** An interval that is within so much of 1 says that there is no difference that matters. */
    static final double NEGLIGIBLE = 0.02;
    private static final double SIGNIFICANT = 0.05;

    /** What may be said of two times. */
    public enum Verdict {
        LONGER, SHORTER, SAME, UNKNOWN
    }

    /** A difference is an interval beside 1; none, a narrow one about 1, and times that the test does not tell apart. */
    public Verdict verdict() {
        if (low > 1) {
            return Verdict.LONGER;
        }
        if (high < 1) {
            return Verdict.SHORTER;
        }
        return low >= 1 - NEGLIGIBLE && high <= 1 + NEGLIGIBLE && p >= SIGNIFICANT ? Verdict.SAME : Verdict.UNKNOWN;
    }
}
