package io.github.tsmjava.models.streaming;

import io.github.tsmjava.models.streaming.Smoothing.Decision;
import io.github.tsmjava.models.streaming.Smoothing.Smoother;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * The rules of the original's online demo: the sum of the newest twelve frames' scores, some classes never shown, one
 * class for everything that is no gesture, and a change only after the decision stood for two frames.
 *
 * <p>The original fails if its first frame shows a gesture, because it looks two decisions back and knows one; here, as
 * in its ports, the stream begins with two.
 *
 * <p>Source: MIT's {@code online_demo/main.py}.
 */
final class DemoRules implements Smoother {

    private static final int CLASSES = 27;
    private static final int NEWEST = 12;
    private static final int KEPT = 20;
    private static final int OTHER = 0;
    private static final int NO_GESTURE = 2;
    /** Rolling and turning in both directions, and pulling the hand in: the demo never shows them. */
    private static final Set<Integer> NEVER_SHOWN = Set.of(7, 8, 21, 22, 3);
    private static final String NO_GESTURE_LABEL = "No gesture";

    private final Deque<float[]> newest = new ArrayDeque<>();
    private final List<Integer> decisions = new ArrayList<>(List.of(NO_GESTURE, NO_GESTURE));

    /** @throws IllegalArgumentException if the classes are named and are not Jester's 27 in alphabetical order */
    DemoRules(List<String> labels) {
        if (!labels.isEmpty()
                && (labels.size() != CLASSES || !labels.get(NO_GESTURE).equalsIgnoreCase(NO_GESTURE_LABEL))) {
            throw new IllegalArgumentException(("expected the %d classes of Jester in alphabetical order, which the "
                    + "demo's rules know by number, found %d classes").formatted(CLASSES, labels.size()));
        }
    }

    @Override
    public Decision next(float[] logits) {
        if (logits.length != CLASSES) {
            throw new IllegalArgumentException("expected %d scores, found %d".formatted(CLASSES, logits.length));
        }
        if (newest.size() == NEWEST) {
            newest.removeFirst();
        }
        newest.addLast(logits.clone());
        float[] sum = sum();
        int before = decisions.getLast();
        int index = refined(Scores.largest(sum));
        decisions.add(index);
        if (decisions.size() > KEPT) {
            decisions.removeFirst();
        }
        for (int k = 0; k < CLASSES; k++) {
            sum[k] /= newest.size();
        }
        return new Decision(index, Scores.probabilities(sum), index != before);
    }

    private float[] sum() {
        float[] sum = new float[CLASSES];
        for (float[] row : newest) {
            for (int k = 0; k < CLASSES; k++) {
                sum[k] += row[k];
            }
        }
        return sum;
    }

    private int refined(int candidate) {
        int last = decisions.getLast();
        int shown = NEVER_SHOWN.contains(candidate) ? last : candidate;
        shown = shown == OTHER ? NO_GESTURE : shown;
        boolean settled = last == decisions.get(decisions.size() - 2);
        return shown != last && !settled ? last : shown;
    }
}
