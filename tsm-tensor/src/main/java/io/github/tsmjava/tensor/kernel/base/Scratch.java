package io.github.tsmjava.tensor.kernel.base;

/** Buffers that a thread uses again and again; their contents are whatever the last use left. */
public enum Scratch {
    /** The left matrix of a product. */
    ROWS,
    /** Panels of the right matrix. */
    PANELS,
    /** Filters in another order. */
    FILTERS,
    /** Channels of images with their borders. */
    PADDED,
    /** Sums of a block while they are formed. */
    SUMS,
    /** Input channels and gradients as runs. */
    INPUTS,
    GRADIENTS,
    /** The pixels of a tile, or the taps of a filter, in every vector lane. */
    TILE,
    /** The same, transformed along one axis. */
    LINES,
    /** Pixels that a strided convolution reads. */
    SUBSAMPLED,
    /** A map of numbers between two kernels. */
    MAP;

    private final ThreadLocal<float[]> buffer = ThreadLocal.withInitial(() -> new float[0]);

    /** A buffer of at least this many numbers. */
    public float[] get(int size) {
        float[] current = buffer.get();
        if (current.length < size) {
            current = new float[size];
            buffer.set(current);
        }
        return current;
    }
}
