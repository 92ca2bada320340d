package io.github.tsmjava.tensor.kernel.depthwise;

/** The innermost loop of a depthwise convolution: a weighted sum of moved copies of one run of numbers. */
public abstract class MovedSum {

    private final String name;
    private final int step;

    protected MovedSum(String name, int step) {
        this.name = name;
        this.step = step;
    }

    /** Names the step, as in {@code "4V"}: 4 vectors. */
    public final String name() {
        return name;
    }

    /** What {@code count} must be a multiple of. */
    public final int step() {
        return step;
    }

    /**
     * {@code y[i] = start + sum over t of weights[weightsAt + t] * x[moves[t] + i]} for i in [0, count).
     *
     * @param moves as many as there are weights
     * @param count a multiple of {@link #step()}
     */
    public abstract void sum(float[] x, int[] moves, float[] weights, int weightsAt, float start, float[] y, int count);
}
