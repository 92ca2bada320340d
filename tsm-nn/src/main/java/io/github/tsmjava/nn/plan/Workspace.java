package io.github.tsmjava.nn.plan;

import io.github.tsmjava.nn.plan.pass.Storage;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.kernel.base.CacheLines;
import java.util.Arrays;

/** What one call of a plan writes to. Between calls it keeps nothing but, in a stream, what the next frame needs. */
final class Workspace {

    private final float[][] arrays;
    private Tensor input;
    private int half;

    /** @param sizes the length of each array */
    Workspace(int[] sizes) {
        arrays = new float[sizes.length][];
        for (int i = 0; i < sizes.length; i++) {
            arrays[i] = new float[CacheLines.FIRST + sizes[i]];
        }
    }

    float[] array(int index) {
        return arrays[index];
    }

    /** The array that a value lies in; null for none. */
    float[] array(Storage storageOrNull) {
        return storageOrNull == null ? null : arrays[storageOrNull.array()];
    }

    /** Where the value of this frame begins; anywhere for none. */
    int base(Storage storageOrNull) {
        boolean second = storageOrNull != null && storageOrNull.twoFrames() && half == 1;
        return CacheLines.FIRST + (second ? storageOrNull.maps().size() : 0);
    }

    /** Where the value of the frame before begins. */
    int baseOfFrameBefore(Storage twoFrames) {
        return CacheLines.FIRST + (half ^ 1) * twoFrames.maps().size();
    }

    /** Which half of an array for two frames holds this one: 0 and 1 in turn. */
    int half() {
        return half;
    }

    void nextFrame() {
        half ^= 1;
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
