package io.github.tsmjava.models;

import java.time.Duration;

/** Runs a network before it is needed: the JVM compiles what has run often. */
final class WarmUpRuns {

    /** Without a faster run for so long, all is compiled. */
    private static final long STEADY = Duration.ofMillis(3500).toNanos();
    private static final long LONGEST = Duration.ofSeconds(10).toNanos();
    /** A run counts as faster if it takes less than this share of the best before it. */
    private static final double FASTER = 0.97;
    /** A run that takes so many times the best before it is one by vector kernels that are not compiled yet. */
    private static final double SLOW = 3;

    private WarmUpRuns() {
    }

    static void run(Runnable network) {
        long start = System.nanoTime();
        long changed = start;
        long best = Long.MAX_VALUE;
        long now = start;
        while (now - changed < STEADY && now - start < LONGEST) {
            long began = now;
            network.run();
            now = System.nanoTime();
            long took = now - began;
            if (took < FASTER * best) {
                changed = now;
                best = took;
            } else if (took > SLOW * best) {
                changed = now;
            }
        }
    }
}
