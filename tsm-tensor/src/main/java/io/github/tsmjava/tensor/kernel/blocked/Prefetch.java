package io.github.tsmjava.tensor.kernel.blocked;

/**
 * Weights that are used once in a clip lie in main memory. Read in a row, before they are needed, they arrive much sooner
 * than as a tile asks for them while it multiplies.
 */
final class Prefetch {

    /** Numbers in a cache line. */
    private static final int LINE = 16;

    /** Written so that nobody can leave the reading out; what it holds means nothing. */
    private static float sink;

    private Prefetch() {
    }

    /** Brings a range of an array into the caches. */
    static void read(float[] array, int from, int count) {
        float sum = 0;
        for (int i = from; i < from + count; i += LINE) {
            sum += array[i];
        }
        sink = sum;
    }
}
