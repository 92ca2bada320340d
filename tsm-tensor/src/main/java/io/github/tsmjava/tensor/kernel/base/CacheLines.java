package io.github.tsmjava.tensor.kernel.base;

/**
 * Where vectors lie. One that begins with a cache line is loaded in half the time of one that lies in two lines, so the
 * maps, weights and coefficients of compiled plans begin with a line wherever Java lets them.
 */
public final class CacheLines {

    /** Elements in a line. */
    public static final int LENGTH = 16;

    /**
     * The first element of a large array that begins a line. An array begins with 16 bytes that are no elements, and G1
     * places large arrays, of half a region and more, where a region begins. For small arrays and with other collectors
     * one offset is as good as another.
     */
    public static final int FIRST = 12;

    private CacheLines() {
    }
}
