package io.github.tsmjava.tensor.kernel.warmup;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Calls one vector kernel on zeros until it is compiled, that is, until it takes less time than the plain kernel of the
 * same results. {@link WarmUp} has one for each kernel.
 *
 * @param <K> kind of kernel
 */
final class KernelWarmUp<K> {

    private static final int CALLS = 10;

    private final WarmUp warmUp;
    private final K plain;
    private final Supplier<K> vector;
    private final Consumer<K> workload;
    private final Consumer<K> use;
    private final AtomicBoolean begun = new AtomicBoolean();
    private K fast;
    /** The shortest time of all comparisons: a longer one may include a pause of the thread. */
    private long plainNanos = Long.MAX_VALUE;

    /**
     * @param vector   gives the vector kernel, the first time from classes not yet loaded
     * @param workload calls a kernel as a plan would
     * @param use      takes the vector kernel in place of the plain one
     */
    KernelWarmUp(WarmUp warmUp, K plain, Supplier<K> vector, Consumer<K> workload, Consumer<K> use) {
        this.warmUp = warmUp;
        this.plain = plain;
        this.vector = vector;
        this.workload = workload;
        this.use = use;
    }

    /** Called by the plain kernel with the work it has done. */
    void addWork(long multiplyAdds) {
        warmUp.addWork(this, multiplyAdds);
    }

    /** Whether this is the first call. */
    boolean begin() {
        return !begun.get() && begun.compareAndSet(false, true);
    }

    /**
     * Measures some calls of both kernels.
     *
     * @param last whether the vector kernel is to be used whatever it takes
     * @return whether it is used from now on
     */
    boolean compare(boolean last) {
        if (fast == null) {
            fast = vector.get();
        }
        plainNanos = Math.min(plainNanos, nanos(plain));
        boolean used = last || nanos(fast) < plainNanos;
        if (used) {
            use.accept(fast);
        }
        return used;
    }

    private long nanos(K kernel) {
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            workload.accept(kernel);
        }
        return System.nanoTime() - start;
    }
}
