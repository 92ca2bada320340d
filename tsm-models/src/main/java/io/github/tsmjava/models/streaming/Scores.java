package io.github.tsmjava.models.streaming;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Softmax;

/** Rows of one score a class. */
final class Scores {

    private Scores() {
    }

    /** The index of the largest; the first of equals. */
    static int largest(float[] scores) {
        int largest = 0;
        for (int k = 1; k < scores.length; k++) {
            if (scores[k] > scores[largest]) {
                largest = k;
            }
        }
        return largest;
    }

    static float[] probabilities(float[] logits) {
        return Softmax.softmax(Tensor.of(logits, 1, logits.length)).data();
    }
}
