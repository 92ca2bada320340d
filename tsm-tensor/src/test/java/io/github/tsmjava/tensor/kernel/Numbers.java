package io.github.tsmjava.tensor.kernel;

import java.util.Random;

/** Seeded numbers. */
final class Numbers {

    private Numbers() { }

    /** Numbers in [-1, 1). */
    static float[] random(Random random, int size) {
        float[] numbers = new float[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = 2 * random.nextFloat() - 1;
        }
        return numbers;
    }
}
