package io.github.tsmjava.train.data;

import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * All that is random in training, from one seed. Numbers depend on what they are for and not on what was drawn before,
 * so training goes on after a stop as if there had been none. {@link Random} is used since its algorithm is specified.
 */
public record Randomness(long seed) {

    private static final int ORDER = -1;
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

    /** The numbers from 0 to below size in random order. */
    static int[] permutation(int size, RandomGenerator random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Spreads numbers that differ little over all numbers: the finaliser of SplitMix64. */
    private static long mix(long number) {
        long z = number + GOLDEN;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
