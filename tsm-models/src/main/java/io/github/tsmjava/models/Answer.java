package io.github.tsmjava.models;

import io.github.tsmjava.models.streaming.Smoothing.Decision;
import java.util.List;

/**
 * What a network says of a stream: after a frame, or, if it looks ahead, of a window that slides over it.
 *
 * @param frame         of the stream, or the window, from 0; it begins anew when the stream is reset
 * @param logits        K scores of this frame, with what the network remembers
 * @param probabilities K probabilities, from these scores
 * @param decision      what is happening, from all frames up to this one
 * @param labels        K names, or empty if the network has none
 * @param time          where the time went
 */
public record Answer(long frame, float[] logits, float[] probabilities, Decision decision, List<String> labels,
                     Time time) {

    /** Wall-clock milliseconds. */
    public record Time(double preprocess, double network) {
    }

    /** The most probable class of this frame. */
    public Prediction.Score best() {
        return top(1).getFirst();
    }

    /** The {@code count} most probable classes of this frame, best first. */
    public List<Prediction.Score> top(int count) {
        return Prediction.Score.top(count, logits, probabilities, labels);
    }

    /** The class that was decided on; its probability is the smoothed one. */
    public Prediction.Score decided() {
        return Prediction.Score.of(decision.index(), logits, decision.scores(), labels);
    }

    /** Whether the decision before was another one. */
    public boolean changed() {
        return decision.changed();
    }

    /** As in {@code 12: swipe left 93.1 %, changed}. */
    @Override
    public String toString() {
        Prediction.Score decided = decided();
        return "%d: %s %.1f %%%s".formatted(frame, decided.label(), 100 * decided.probability(),
                changed() ? ", changed" : "");
    }
}
