package io.github.tsmjava.tensor.kernel.gradient;

/** The innermost loop of a depthwise weight gradient: products of one run of numbers with moved copies of another. */
public abstract class TapDots {

    private final int lanes;

    protected TapDots(int lanes) {
        this.lanes = lanes;
    }

    /** What the length of a run must be a multiple of. */
    public final int lanes() {
        return lanes;
    }

    /**
     * Adds products: {@code sums[t * lanes + l] += sum over k of g[k * lanes + l] * x[offsets[t] + k * lanes + l]}.
     *
     * @param count the length of the run
     */
    public abstract void add(float[] g, float[] x, int[] offsets, int count, float[] sums);
}
