package io.github.tsmjava.tensor.kernel.base;

/** Buffers of each thread for the intermediate results of kernels. Their contents are whatever the last use left. */
public enum Scratch {
    /** The left matrix of a product, packed. */
    ROWS,
    /** The right matrix of a product, in panels. */
    PANELS,
    /** Filters in another order. */
    FILTERS,
    /** Channels with a border of zeros. */
    PADDED,
    /** Sums while they are formed. */
    SUMS,
    /** The two operands of a weight gradient. */
    INPUTS,
    GRADIENTS,
    /** The pixels of tiles, or the taps of filters, {@code [pixel or tap][lane]}. */
    TILE,
    /** The same, transformed along one axis. */
    LINES,
    /** The pixels that a strided 1×1 convolution reads. */
    SUBSAMPLED,
    /** A result that another kernel reads. */
    MAP;

    private final ThreadLocal<float[]> buffer = ThreadLocal.withInitial(() -> new float[0]);

    /** A buffer of at least this many elements. */
    public float[] get(int size) {
        float[] current = buffer.get();
        if (current.length < size) {
            current = new float[size];
            buffer.set(current);
        }
        return current;
    }
}
