package io.github.tsmjava.tensor.kernel.gemm;

/** Buffers that a thread uses again and again; their contents are whatever the last use left. */
enum Scratch {
    /** Panels of the right matrix. */
    PANELS,
    /** One channel of an image with its border. */
    STAGE,
    /** Sums of a block that does not lie within one run of the result. */
    SUMS;

    private final ThreadLocal<float[]> buffer = ThreadLocal.withInitial(() -> new float[0]);

    /** A buffer of at least this many numbers. */
    float[] get(int size) {
        float[] current = buffer.get();
        if (current.length < size) {
            current = new float[size];
            buffer.set(current);
        }
        return current;
    }
}
