package io.github.tsmjava.models.streaming;

import io.github.tsmjava.models.streaming.Smoothing.Decision;
import io.github.tsmjava.models.streaming.Smoothing.Smoother;
import java.util.List;

/**
 * Decides on an action when its smoothed probability is high, and lets it go when it is low. Between the two nothing
 * changes, so scores that hover about a threshold do not make a decision flicker. Smoothed is the mean score of the newest
 * frames, as a clip's score is the mean of its frames', and then an exponential mean over time of its probabilities. Another
 * action takes the place of one only if it is clearly more probable, and for a moment after a decision for an action there
 * is no other: the end of one gesture may look like another.
 *
 * <p>It needs a class for no action at all, as {@link Smoothing#idle} finds it. Where there is none, the most probable class is
 * decided on, with the same mean.
 */
final class Hysteresis implements Smoother {

    /**
     * The numbers of the rule.
     *
     * @param frames over which scores are averaged
     * @param memory seconds after which a frame counts 1/e
     * @param enter  the probability from which on an action is decided on
     * @param leave  the one below which it is let go
     * @param margin by how much more probable another action must be to take its place
     * @param pause  seconds after a decision for an action in which there is no other
     */
    record Numbers(int frames, double memory, double enter, double leave, double margin, double pause) {

        /** What did well with several networks on streams of hands and of people; docs/notes/streams.md has a search. */
        static final Numbers USUAL = new Numbers(4, 0.25, 0.69, 0.35, 0.2, 0.8);
    }

    private final Numbers numbers;
    private final int idle;
    private final double interval;
    private final double keep;
    private final MeanOfNewest newest;
    private double[] mean;
    private int current;
    private double sinceAction = Double.POSITIVE_INFINITY;

    /** @param idle the class of no action; -1 if there is none */
    Hysteresis(Numbers numbers, int idle, double rate) {
        this.numbers = numbers;
        this.idle = idle;
        interval = 1 / rate;
        newest = MeanOfNewest.over(numbers.frames);
        keep = numbers.memory == 0 ? 0 : Math.exp(-interval / numbers.memory);
        current = idle;
    }

    static Smoother open(List<String> labels, double rate) {
        return new Hysteresis(Numbers.USUAL, Smoothing.idle(labels).orElse(-1), rate);
    }

    @Override
    public Decision next(float[] logits) {
        float[] scores = smoothed(newest.next(logits).scores());
        int before = current;
        sinceAction += interval;
        int best = Scores.largest(scores);
        if (idle < 0) {
            current = best;
        } else if (best != idle && best != current && isClear(scores, best)) {
            current = best;
            sinceAction = 0;
        } else if (scores[current] < numbers.leave) {
            current = idle;
        }
        return new Decision(current, scores, before >= 0 && before != current);
    }

    private boolean isClear(float[] scores, int action) {
        // Half an interval, since sums of intervals are not exact.
        return scores[action] >= numbers.enter && sinceAction + interval / 2 >= numbers.pause
                && (current == idle || scores[action] >= scores[current] + numbers.margin);
    }

    private float[] smoothed(float[] probabilities) {
        if (mean == null) {
            mean = new double[probabilities.length];
            for (int k = 0; k < mean.length; k++) {
                mean[k] = idle < 0 ? probabilities[k] : k == idle ? 1 : 0;
            }
        }
        float[] scores = new float[mean.length];
        for (int k = 0; k < scores.length; k++) {
            mean[k] = keep * mean[k] + (1 - keep) * probabilities[k];
            scores[k] = (float) mean[k];
        }
        return scores;
    }
}
