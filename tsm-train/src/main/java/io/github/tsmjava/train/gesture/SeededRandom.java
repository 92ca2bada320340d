package io.github.tsmjava.train.gesture;

import java.util.Random;

/** Random values from a seed. {@link Random} is used because its documentation fixes what it gives, on any Java. */
final class SeededRandom {

    private final Random random;

    SeededRandom(long seed) {
        random = new Random(mixed(seed));
    }

    /** Spreads neighbouring seeds, whose first values would be alike. */
    static long mixed(long seed) {
        long bits = (seed + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ bits >>> 29) * 0x94D049BB133111EBL;
        return bits ^ bits >>> 32;
    }

    double between(double least, double most) {
        return least + random.nextDouble() * (most - least);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** 1 or -1. */
    int sign() {
        return random.nextBoolean() ? 1 : -1;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** 32 fair bits. */
    int bits() {
        return random.nextInt();
    }
}
