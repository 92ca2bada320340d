package io.github.tsmjava.tensor.kernel.depthwise;

/** The innermost loop of a depthwise convolution: a weighted sum of moved copies of one run of numbers. */
public abstract class TapSum {

    private final String name;
    private final int width;

    protected TapSum(String name, int width) {
        this.name = name;
        this.width = width;
    }

    /** Names the width, as in {@code "4V"}: 4 vectors. */
    public final String name() {
        return name;
    }

    /** What {@code count} must be a multiple of. */
    public final int width() {
        return width;
    }

    /**
     * {@code y[i] = start + sum over t of weights[weightsAt + t] * x[offsets[t] + i]} for i in [0, count).
     *
     * @param offsets as many as there are weights
     * @param count a multiple of {@link #width()}
     */
    public abstract void sum(float[] x, int[] offsets, float[] weights, int weightsAt, float start,
                             float[] y, int count);
}
