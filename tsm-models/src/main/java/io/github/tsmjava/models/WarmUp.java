package io.github.tsmjava.models;

import java.time.Duration;

/** Runs a network before it is needed: the JVM compiles what has run often. */
final class WarmUp {

    /** So many runs in a row that were no faster than the best before them are taken for the end of compilation. */
    private static final int STEADY = 12;
    /** A faster run than that much of the best one counts as faster. */
    private static final double FASTER = 0.97;
    private static final long LONGEST = Duration.ofSeconds(10).toNanos();
    /** The vector kernels are compiled in the background meanwhile, which takes about as long on any network. */
    private static final long SHORTEST = Duration.ofMillis(1500).toNanos();

    private WarmUp() {
    }

    static void run(Runnable network) {
        long start = System.nanoTime();
        double best = Double.POSITIVE_INFINITY;
        int steady = 0;
        while (true) {
            long began = System.nanoTime();
            network.run();
            long now = System.nanoTime();
            steady = now - began < FASTER * best ? 0 : steady + 1;
            best = Math.min(best, now - began);
            if (now - start > LONGEST || steady >= STEADY && now - start > SHORTEST) {
                return;
            }
        }
    }
}
