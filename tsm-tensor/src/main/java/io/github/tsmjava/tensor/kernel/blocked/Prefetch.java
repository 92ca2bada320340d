package io.github.tsmjava.tensor.kernel.blocked;

/**
 * Reads weights into the caches before {@link PackedConvolution} uses them. Weights that are used once in a
 * clip lie in main memory. Read in sequence they arrive much sooner than when a tile reads them between
 * multiplications.
 */
final class Prefetch {

    /** Elements in a cache line. */
    private static final int LINE = 16;

    /** Written so that the compiler cannot remove the reads; its value means nothing. */
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
