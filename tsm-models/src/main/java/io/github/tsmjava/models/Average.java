package io.github.tsmjava.models;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.layer.Consensus;
import io.github.tsmjava.tensor.ops.layer.Softmax;
import io.github.tsmjava.tensor.ops.training.CrossEntropy;
import io.github.tsmjava.video.transform.Flavour;

/** What is averaged over the views of a video. The two can disagree on the best class. */
public enum Average {
    /** The logits, as MIT's code does. */
    LOGITS,
    /** The logits too, but networks are then added up by their softmax, as MIT's code does with {@code --softmax}. */
    SOFTMAX,
    /** The probabilities of each view, as MMAction2 does. */
    PROBABILITIES;

    /** What the flavour's published accuracies were measured with. */
    public static Average of(Flavour flavour) {
        return flavour == Flavour.MIT ? LOGITS : PROBABILITIES;
    }

    /** From the logits of each view, [views, K], to the probabilities of the video, [1, K]. */
    Tensor probabilities(Tensor logits) {
        int views = logits.dim(0);
        return switch (this) {
            case LOGITS, SOFTMAX -> Softmax.softmax(Consensus.average(logits, views));
            case PROBABILITIES -> Consensus.average(Softmax.softmax(logits), views);
        };
    }

    /** What to rank classes by, and to add up over several networks: K scores. */
    public float[] scores(Prediction prediction) {
        return switch (this) {
            case LOGITS -> prediction.logits();
            case SOFTMAX, PROBABILITIES -> prediction.probabilities();
        };
    }

    /**
     * The cross entropy of one video: minus the logarithm of its class's probability, in nats. A probability too small
     * for a float counts as the smallest one.
     *
     * @param scores as from {@link #scores}
     * @param label  the true class
     * @throws io.github.tsmjava.tensor.ShapeException if the label is not below the number of scores
     */
    public double crossEntropy(float[] scores, int label) {
        Tensor logits = Tensor.of(scores.clone(), 1, scores.length);
        if (this != LOGITS) {
            for (int i = 0; i < scores.length; i++) {
                logits.data()[i] = (float) Math.log(Math.max(scores[i], Float.MIN_VALUE));
            }
        }
        return CrossEntropy.of(logits, label).loss();
    }
}
