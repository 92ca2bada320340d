package io.github.tsmjava.tensor.kernel.blocked;

import io.github.tsmjava.tensor.kernel.base.CacheLines;

/**
 * The weights of a convolution in the order in which tiles read them, in an array that others may share.
 *
 * @param at where they begin, in elements
 */
public record PackedWeights(float[] array, int at) {

    /** Written so that the compiler cannot remove reads; its value means nothing. */
    private static float sink;

    /**
     * Brings some weights into the caches. Those that are used once in a clip lie in main memory. Read in sequence they
     * arrive much sooner than when a tile reads them between multiplications.
     */
    void prefetch(int from, int count) {
        float sum = 0;
        for (int i = at + from; i < at + from + count; i += CacheLines.LENGTH) {
            sum += array[i];
        }
        sink = sum;
    }

    /** Memory for weights: few large arrays, in which vectors begin with {@link CacheLines cache lines}. */
    public static final class Memory {

        /** Elements of an array that several convolutions share: 4 MiB with what it begins with. */
        private static final int SHARED = (1 << 20) - 4;

        private final int largest;
        private float[] shared = new float[0];
        private int used;

        private Memory(int largest) {
            this.largest = largest;
        }

        /** Memory whose arrays are shared by all but large weights; for one thread. */
        static Memory shared() {
            return new Memory(SHARED / 2);
        }

        /** Memory that makes an array for each convolution; for any number of threads. */
        static Memory separate() {
            return new Memory(0);
        }

        PackedWeights reserve(int size) {
            if (size > largest) {
                return new PackedWeights(new float[Math.addExact(CacheLines.FIRST, size)], CacheLines.FIRST);
            }
            if (shared.length - used < size) {
                shared = new float[SHARED];
                used = CacheLines.FIRST;
            }
            PackedWeights reserved = new PackedWeights(shared, used);
            used += Math.ceilDiv(size, CacheLines.LENGTH) * CacheLines.LENGTH;
            return reserved;
        }
    }
}
