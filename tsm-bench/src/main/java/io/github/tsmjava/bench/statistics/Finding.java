package io.github.tsmjava.bench.statistics;

import java.util.Locale;

/** What a ratio says, in words that claim no more than was measured. */
public final class Finding {

    private static final double TWICE = 2;

    private Finding() {
    }

    /** As in {@code costs 5.0 % (4.1 to 5.9 %)}, {@code takes 3.1 times as long (2.9 to 3.3)}: a predicate. */
    public static String costs(Ratio ratio) {
        return predicate(ratio) + (ratio.turns() ? ", by turns of too few processes" : "");
    }

    private static String predicate(Ratio ratio) {
        return switch (ratio.verdict()) {
            case SAME -> format("makes no difference beyond 2 %% (%+.1f to %+.1f %%)", percent(ratio.low()),
                    percent(ratio.high()));
            case UNKNOWN -> format("costs between %+.1f and %+.1f %%, which leaves it open", percent(ratio.low()),
                    percent(ratio.high()));
            case LONGER -> ratio.value() >= TWICE
                    ? format("takes %.1f times as long (%.1f to %.1f)", ratio.value(), ratio.low(), ratio.high())
                    : format("costs %.1f %% (%.1f to %.1f %%)", percent(ratio.value()), percent(ratio.low()),
                            percent(ratio.high()));
            case SHORTER -> format("saves %.1f %% (%.1f to %.1f %%)", -percent(ratio.value()), -percent(ratio.high()),
                    -percent(ratio.low()));
        };
    }

    /** As in {@code 1.05 (1.04–1.06)}, for tables. */
    public static String cell(Ratio ratio) {
        return format("%.3f (%.3f–%.3f)", ratio.value(), ratio.low(), ratio.high());
    }

    private static double percent(double ratio) {
        return 100 * (ratio - 1);
    }

    private static String format(String text, Object... numbers) {
        return String.format(Locale.ROOT, text, numbers);
    }
}
