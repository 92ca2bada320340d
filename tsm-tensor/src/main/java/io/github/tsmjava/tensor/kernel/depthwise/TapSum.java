package io.github.tsmjava.tensor.kernel.depthwise;

/**
 * The innermost loop of {@link DepthwiseConvolution}: a weighted sum of contiguous elements of {@code x}, read at a
 * constant offset for each tap of the filter.
 */
public abstract class TapSum {

    private final String name;
    private final int width;

    protected TapSum(String name, int width) {
        this.name = name;
        this.width = width;
    }

    /** Names the {@link #width}, as in {@code "4V"}: 4 vectors. */
    public final String name() {
        return name;
    }

    /** Elements computed at a time; {@code count} must be a multiple. */
    public final int width() {
        return width;
    }

    /**
     * {@code y[i] = start + sum over t of weights[weightsAt + t] * x[offsets[t] + i]} for i in [0, count).
     *
     * @param offsets one for each weight
     * @param count   a multiple of {@link #width()}
     */
    public abstract void sum(float[] x, int[] offsets, float[] weights, int weightsAt, float start,
                             float[] y, int count);
}
