package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/**
 * One quantity against double precision, step by step. Training magnifies rounding, so the measure is how far PyTorch's
 * own single precision has drifted up to the same step.
 */
final class Drift {

    static final double TIMES_DRIFT = 10;
    /** The first step, before anything is magnified. */
    private static final double FIRST_STEP = 1e-4;

    private final String name;
    private final JsonArray exact;
    private final JsonArray rounding;
    private final StringBuilder ratios = new StringBuilder();
    private final double kink;
    private double allowed;

    /**
     * @param kink what it may cost after the first step when rounding moves a number across the kink of its activation
     */
    private Drift(String name, double kink, JsonArray exact, JsonArray rounding) {
        this.name = name;
        this.kink = kink;
        this.exact = exact;
        this.rounding = rounding;
    }

    static Drift ofLoss(JsonObject golden, double kink) {
        return new Drift("loss", kink, golden.getAsJsonArray("loss_float64"), golden.getAsJsonArray("loss_rounding"));
    }

    static Drift ofNorm(JsonObject golden, double kink) {
        return new Drift("gradient norm", kink, golden.getAsJsonArray("grad_norm_float64"),
                golden.getAsJsonArray("grad_norm_rounding"));
    }

    void check(int step, double actual) {
        allowed = Math.max(allowed, step == 0 ? Math.min(kink, FIRST_STEP) : kink);
        allowed = Math.max(allowed, TIMES_DRIFT * rounding.get(step).getAsDouble());
        double error = Math.abs(actual / exact.get(step).getAsDouble() - 1);
        ratios.append(" %.2f".formatted(TIMES_DRIFT * error / allowed));
        assertTrue(error <= allowed, () -> "%s of step %d is %s, off by %.1e, allowed %.1e"
                .formatted(name, step, actual, error, allowed));
    }

    /** What a relative error may be by now. */
    double allowed() {
        return allowed;
    }

    @Override
    public String toString() {
        return name + ratios;
    }
}
