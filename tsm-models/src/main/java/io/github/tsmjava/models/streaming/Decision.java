package io.github.tsmjava.models.streaming;

/**
 * What is happening, after one more frame.
 *
 * @param index   the class that was decided on
 * @param scores  K smoothed probabilities, on which the decision rests
 * @param changed whether the decision before was another one; the first decision of a stream counts as no change
 */
public record Decision(int index, float[] scores, boolean changed) {
}
