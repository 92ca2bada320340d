package io.github.tsmjava.train.random;

import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * All that is random in training, from one seed. What is drawn depends on what it is for and not on what was drawn
 * before, so training goes on after a stop as if there had been none. {@link Random} is used since its algorithm is
 * specified.
 */
public record Randomness(long seed) {

    private static final int ORDER = -1;
    private static final int SEQUENCES = Integer.MIN_VALUE;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** Decides how one video is sampled and augmented. */
    public RandomGenerator clip(int epoch, int index) {
        return new Random(mix(mix(mix(seed) + epoch) + index));
    }

    /** The order in which an epoch visits so many videos. */
    public int[] order(int epoch, int size) {
        return permutation(size, clip(epoch, ORDER));
    }

    /** Decides how the clips of one step are blended. */
    public RandomGenerator step(int epoch, int step) {
        return clip(epoch, ORDER - 1 - step);
    }

    /** Decides which sequences of streams one step sees. */
    public RandomGenerator sequences(int epoch, int step) {
        return clip(epoch, SEQUENCES + step);
    }

    /** The integers from 0 to below size in random order. */
    public static int[] permutation(int size, RandomGenerator random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Spreads values that differ little over all values of a long: the finaliser of SplitMix64. */
    private static long mix(long value) {
        long z = value + GOLDEN;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
