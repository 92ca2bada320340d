package io.github.tsmjava.bench.workload;

import io.github.tsmjava.tensor.kernel.Kernels;

/** Stops a benchmark that would measure other kernels than asked for, as it happens when a flag gets lost. */
public final class RequiredKernels {

    /** What a benchmark's JVM needs. JMH's options {@code -jvmArgs…} replace it, so it is checked as well. */
    public static final String FLAG = "--add-modules=jdk.incubator.vector";

    private RequiredKernels() {
    }

    /** @param name as in {@code vector} or {@code vector-256} */
    public static void require(String name) {
        if (!Kernels.get().name().startsWith(name)) {
            throw new IllegalStateException("expected " + name + " kernels, found " + Kernels.get().name());
        }
    }
}
