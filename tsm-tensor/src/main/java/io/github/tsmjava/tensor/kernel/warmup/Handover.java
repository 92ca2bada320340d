package io.github.tsmjava.tensor.kernel.warmup;

import java.util.function.Supplier;

/**
 * The plain and the vector kernel of the same results, and which of the two is called now.
 *
 * @param <K> kind of kernel
 */
final class Handover<K> {

    private final WarmUp warmUp;
    private final K plain;
    private final Supplier<K> vector;
    /** Null until the vector kernel takes over. */
    private volatile K fast;

    /** @param vector gives the vector kernel, the first time from classes not yet loaded */
    Handover(WarmUp warmUp, K plain, Supplier<K> vector) {
        this.warmUp = warmUp;
        this.plain = plain;
        this.vector = vector;
    }

    /** The kernel to call. */
    K kernel() {
        K kernel = fast;
        if (kernel == null) {
            if (!warmUp.isOver()) {
                return plain;
            }
            kernel = vector.get();
            fast = kernel;
        }
        return kernel;
    }

    /** Called before a kernel whose time counts; what it gives is for {@link #stop}. */
    long start() {
        return warmUp.start();
    }

    void stop(long start) {
        warmUp.stop(start);
    }
}
