package io.github.tsmjava.tensor.kernel.gradient;

/**
 * Batch normalisation, residual and activation on {@code count} contiguous elements of one channel, from {@code at} on,
 * forwards and backwards; called by {@code Normalization}. Sums are left as {@link #lanes} partial sums in double
 * precision, which the caller adds up in a fixed order.
 */
public abstract class ChannelKernels {

    /** The normalisation of one channel: {@code v = x * scale + offset}, clamped to {@code [low, high]}. */
    public record Affine(float scale, float offset, float low, float high) { }

    private final int lanes;

    protected ChannelKernels(int lanes) {
        this.lanes = lanes;
    }

    /** How many partial sums make one sum. */
    public final int lanes() {
        return lanes;
    }

    /** Overwrites {@code sums} with the partial sums of {@code x - centre}, then those of its square. */
    public abstract void moments(float[] x, int at, int count, float centre, double[] sums);

    /**
     * {@code y = clamp(x * scale + offset + residual)}.
     *
     * @param residual at the same place as x and y, or null
     */
    public abstract void apply(Affine affine, float[] x, float[] residual, int at, int count, float[] y);

    /** {@code g = dy} where y lies strictly between the limits, else 0. {@code g} may be {@code dy}. */
    public abstract void mask(float[] dy, float[] y, float low, float high, int at, int count, float[] g);

    /**
     * With {@code g = dy} where the clamp did not limit {@code v}, else 0: overwrites {@code sums} with the partial
     * sums of g, then those of {@code g * (x - centre)}.
     */
    public abstract void gradientSums(Affine affine, float[] dy, float[] x, int at, int count, float centre,
                                      double[] sums);

    /** {@code dx = g * scale + (x - centre) * slope + constant}, with g as above. {@code dx} may be {@code dy}. */
    public abstract void gradient(Affine affine, float[] dy, float[] x, int at, int count, float centre, float slope,
                                  float constant, float[] dx);
}
