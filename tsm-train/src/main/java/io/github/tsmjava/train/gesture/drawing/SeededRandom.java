package io.github.tsmjava.train.gesture.drawing;

import java.util.Random;

/** Random values from a seed. {@link Random} is used because its documentation fixes what it gives, on any Java. */
public final class SeededRandom {

    private final Random random;

    public SeededRandom(long seed) {
        random = new Random(mixed(seed));
    }

    /** Spreads neighbouring seeds, whose first values would be alike. */
    public static long mixed(long seed) {
        long bits = (seed + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ bits >>> 29) * 0x94D049BB133111EBL;
        return bits ^ bits >>> 32;
    }

    public double between(double least, double most) {
        return least + random.nextDouble() * (most - least);
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** 1 or -1. */
    public int sign() {
        return random.nextBoolean() ? 1 : -1;
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** 32 fair bits. */
    public int bits() {
        return random.nextInt();
    }
}
