package io.github.tsmjava.tensor.kernel.scalar;

import io.github.tsmjava.tensor.kernel.gradient.ChannelKernels;

/**
 * {@link ChannelKernels}, for batch normalisation in training, element by element in double precision; on tensors
 * {@code [images, channels, plane]}.
 */
public final class ScalarChannels extends ChannelKernels {

    public ScalarChannels() {
        super(1);
    }

    @Override
    public void moments(float[] x, int at, int count, float centre, double[] sums) {
        double sum = 0;
        double squares = 0;
        for (int i = at; i < at + count; i++) {
            double difference = (double) x[i] - centre;
            sum += difference;
            squares += difference * difference;
        }
        sums[0] = sum;
        sums[1] = squares;
    }

    @Override
    public void apply(Affine affine, float[] x, float[] residual, int at, int count, float[] y) {
        for (int i = at; i < at + count; i++) {
            double value = value(affine, x[i]) + (residual == null ? 0 : residual[i]);
            y[i] = (float) Math.min(Math.max(value, affine.low()), affine.high());
        }
    }

    @Override
    public void mask(float[] dy, float[] y, float low, float high, int at, int count, float[] g) {
        for (int i = at; i < at + count; i++) {
            g[i] = low < y[i] && y[i] < high ? dy[i] : 0f;
        }
    }

    @Override
    public void gradientSums(Affine affine, float[] dy, float[] x, int at, int count, float centre, double[] sums) {
        double sum = 0;
        double products = 0;
        for (int i = at; i < at + count; i++) {
            double g = masked(affine, dy[i], x[i]);
            sum += g;
            products += g * ((double) x[i] - centre);
        }
        sums[0] = sum;
        sums[1] = products;
    }

    @Override
    public void gradient(Affine affine, float[] dy, float[] x, int at, int count, float centre, float slope,
                         float constant, float[] dx) {
        for (int i = at; i < at + count; i++) {
            double g = masked(affine, dy[i], x[i]);
            dx[i] = (float) (g * affine.scale() + ((double) x[i] - centre) * slope + constant);
        }
    }

    private static double value(Affine affine, float x) {
        return (double) x * affine.scale() + affine.offset();
    }

    private static double masked(Affine affine, float dy, float x) {
        double value = value(affine, x);
        return affine.low() < value && value < affine.high() ? dy : 0;
    }
}
