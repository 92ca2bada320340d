package io.github.tsmjava.models;

import java.time.Duration;

/** Runs a network before it is needed: the JVM compiles what has run often. */
final class WarmUpRuns {

    /** Without a faster run for so long, all is compiled: plain kernels may come first, and the next second is slow. */
    private static final long STEADY = Duration.ofMillis(3500).toNanos();
    private static final long LONGEST = Duration.ofSeconds(10).toNanos();
    /** A run counts as faster if it takes less than this share of the best before it. */
    private static final double FASTER = 0.97;

    private WarmUpRuns() {
    }

    static void run(Runnable network) {
        long start = System.nanoTime();
        long improved = start;
        long best = Long.MAX_VALUE;
        long now = start;
        while (now - improved < STEADY && now - start < LONGEST) {
            long began = now;
            network.run();
            now = System.nanoTime();
            if (now - began < FASTER * best) {
                improved = now;
                best = now - began;
            }
        }
    }
}
