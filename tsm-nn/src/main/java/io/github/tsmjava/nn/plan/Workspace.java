package io.github.tsmjava.nn.plan;

import io.github.tsmjava.tensor.Tensor;
import java.util.Arrays;

/** What one call of a plan writes to. Between calls it keeps nothing but, in a stream, what the next frame needs. */
final class Workspace {

    private final float[][] arrays;
    private Tensor input;
    private int generation;

    /** @param sizes the length of each array */
    Workspace(int[] sizes) {
        arrays = new float[sizes.length][];
        for (int i = 0; i < sizes.length; i++) {
            arrays[i] = new float[sizes[i]];
        }
    }

    float[] array(int slot) {
        return arrays[slot];
    }

    /** 0 and 1 in turn, frame by frame of a stream. */
    int generation() {
        return generation;
    }

    void nextGeneration() {
        generation ^= 1;
    }

    Tensor input() {
        return input;
    }

    void use(Tensor newInput) {
        input = newInput;
    }

    /** Forgets all frames of a stream. */
    void clear() {
        for (float[] array : arrays) {
            Arrays.fill(array, 0);
        }
    }
}
