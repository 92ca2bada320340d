package io.github.tsmjava.nn;

/**
 * What happens to the values that flow through a network. A network says once, in {@link Layer#flow}, what follows
 * what; an interpreter of it decides what that means: compute tensors, compile a plan, count, export.
 *
 * @param <V> what stands for the value between two layers
 */
public interface Flow<V> {

    /** A layer with one input that is not made of other layers. */
    V apply(Leaf layer, V x);

    /** The temporal shift in front of {@link TemporalShift#net}. */
    V shift(TemporalShift layer, V x);

    /** The max over time in front of {@link TemporalPool#net}. */
    V pool(TemporalPool layer, V x);

    /** The sum of two values of equal shape: where a residual joins. */
    V add(V a, V b);

    /**
     * The answers of a non-local block: for each query the weighted mean of the values.
     *
     * @param queries {@code [N·T, C, H, W]}
     * @param keys    {@code [N·T, C, H/2, W/2]}
     * @param values  {@code [N·T, C', H/2, W/2]}
     * @return {@code [N·T, C', H, W]}
     */
    V attend(NonLocal layer, V queries, V keys, V values);

    /** The mean over the frames of each clip. */
    V consensus(V scores, int segments);

    /** Told when a layer is done, for those who watch. */
    default void done(Layer layer, V input, V output) {
    }
}
