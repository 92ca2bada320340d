package io.github.tsmjava.models.streaming;

import java.util.List;

/**
 * Decides on an action when its smoothed probability is high, and lets it go when it is low. Between the two nothing
 * changes, so scores that hover about a threshold do not make a decision flicker. Smoothed is an exponential mean over
 * time, so the rule is the same at any rate.
 *
 * <p>It needs a class for no action at all. Where no class has such a name, the most probable class is decided on, with
 * the same mean.
 */
final class Hysteresis implements Smoother {

    /** Seconds after which a frame counts 1/e. */
    private static final double MEMORY = 0.25;
    private static final double ENTER = 0.6;
    private static final double LEAVE = 0.35;

    private final int idle;
    private final double keep;
    private double[] mean;
    private int current;

    private Hysteresis(int idle, double rate) {
        this.idle = idle;
        this.keep = Math.exp(-1 / (rate * MEMORY));
        this.current = idle;
    }

    static Smoother open(List<String> labels, double rate) {
        return new Hysteresis(Smoothing.idle(labels).orElse(-1), rate);
    }

    @Override
    public Decision next(float[] logits) {
        float[] probabilities = Scores.probabilities(logits);
        if (mean == null) {
            mean = new double[logits.length];
            for (int k = 0; k < mean.length; k++) {
                mean[k] = idle < 0 ? probabilities[k] : k == idle ? 1 : 0;
            }
        }
        float[] scores = new float[logits.length];
        for (int k = 0; k < scores.length; k++) {
            mean[k] = keep * mean[k] + (1 - keep) * probabilities[k];
            scores[k] = (float) mean[k];
        }
        int before = current;
        int best = Scores.largest(scores);
        if (idle < 0) {
            current = best;
        } else if (best != idle && scores[best] >= ENTER) {
            current = best;
        } else if (scores[current] < LEAVE) {
            current = idle;
        }
        return new Decision(current, scores, before >= 0 && before != current);
    }
}
