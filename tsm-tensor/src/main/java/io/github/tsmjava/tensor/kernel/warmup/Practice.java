package io.github.tsmjava.tensor.kernel.warmup;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs one vector kernel on made-up numbers until it is compiled: that is, until it takes less time than its plain twin.
 *
 * @param <K> kind of kernel
 */
final class Practice<K> {

    private static final int CALLS = 10;

    private final K plain;
    private final Supplier<K> vector;
    private final Consumer<K> exercise;
    private final Consumer<K> use;
    private K fast;

    /**
     * @param vector   gives the vector kernel, the first time from classes not yet loaded
     * @param exercise calls a kernel as real work would
     * @param use      takes the vector kernel in place of the plain one
     */
    Practice(K plain, Supplier<K> vector, Consumer<K> exercise, Consumer<K> use) {
        this.plain = plain;
        this.vector = vector;
        this.exercise = exercise;
        this.use = use;
    }

    /**
     * Some calls of both kernels.
     *
     * @param last whether the vector kernel is to be used whatever it takes
     * @return whether it is used from now on
     */
    boolean round(boolean last) {
        if (fast == null) {
            fast = vector.get();
        }
        boolean used = last || nanos(fast) < nanos(plain);
        if (used) {
            use.accept(fast);
        }
        return used;
    }

    private long nanos(K kernel) {
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            exercise.accept(kernel);
        }
        return System.nanoTime() - start;
    }
}
