package io.github.tsmjava.tensor.kernel.gradient;

/**
 * The innermost loop of {@link DepthwiseWeightGradient}: for each tap of the filter the dot product of gradients
 * {@code g} and inputs {@code x}, both contiguous; {@code x} begins at the tap's offset.
 */
public abstract class TapDots {

    private final int lanes;

    protected TapDots(int lanes) {
        this.lanes = lanes;
    }

    /** What {@code count} must be a multiple of. */
    public final int lanes() {
        return lanes;
    }

    /**
     * Adds products: {@code sums[t * lanes + l] += sum over k of g[k * lanes + l] * x[offsets[t] + k * lanes + l]}.
     *
     * @param count elements of {@code g}
     */
    public abstract void add(float[] g, float[] x, int[] offsets, int count, float[] sums);
}
