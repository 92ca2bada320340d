package io.github.tsmjava.tensor.ops.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Activation;
import java.util.Arrays;

/** Batch norm, residual and activation as they are defined, in double precision, on {@code [N, C, …]}. */
final class ReferenceNorm {

    static final double EPS = 1e-5;
    private static final double H = 1e-5;

    private final int images;
    private final int channels;
    private final int plane;
    private final Activation.Clamp clamp;
    private final double[] x;
    private final double[] residual;
    private final double[] weight;
    private final double[] bias;

    ReferenceNorm(Tensor x, Tensor residual, Tensor weight, Tensor bias, Activation.Clamp clamp) {
        images = x.dim(0);
        channels = x.dim(1);
        plane = x.size() / (images * channels);
        this.clamp = clamp;
        this.x = doubles(x);
        this.residual = doubles(residual);
        this.weight = doubles(weight);
        this.bias = doubles(bias);
    }

    private static double[] doubles(Tensor tensor) {
        double[] numbers = new double[tensor.size()];
        Arrays.setAll(numbers, i -> tensor.data()[i]);
        return numbers;
    }

    private double[] output() {
        double[] y = new double[x.length];
        int count = images * plane;
        for (int c = 0; c < channels; c++) {
            double mean = 0;
            double var = 0;
            for (int i = 0; i < count; i++) {
                mean += x[at(c, i)] / count;
            }
            for (int i = 0; i < count; i++) {
                var += Math.pow(x[at(c, i)] - mean, 2) / count;
            }
            for (int i = 0; i < count; i++) {
                int at = at(c, i);
                double value = (x[at] - mean) / Math.sqrt(var + EPS) * weight[c] + bias[c] + residual[at];
                y[at] = Math.min(Math.max(value, clamp.low()), clamp.high());
            }
        }
        return y;
    }

    private int at(int channel, int i) {
        return (i / plane * channels + channel) * plane + i % plane;
    }

    void assertOutput(Tensor actual) {
        double[] expected = output();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual.data()[i], 2e-6, "output at " + i);
        }
    }

    /** @param dResidual null where there is none */
    void assertGradients(Tensor dy, Tensor dx, Tensor dResidual, Tensor dWeight, Tensor dBias) {
        assertGradient("input", dy, x, dx);
        assertGradient("weight", dy, weight, dWeight);
        assertGradient("bias", dy, bias, dBias);
        if (dResidual != null) {
            assertGradient("residual", dy, residual, dResidual);
        }
    }

    private void assertGradient(String name, Tensor dy, double[] numbers, Tensor actual) {
        for (int i = 0; i < numbers.length; i++) {
            double middle = numbers[i];
            numbers[i] = middle + H;
            double up = loss(dy);
            numbers[i] = middle - H;
            double down = loss(dy);
            numbers[i] = middle;
            assertEquals((up - down) / (2 * H), actual.data()[i], 2e-5, name + " at " + i);
        }
    }

    private double loss(Tensor dy) {
        double[] y = output();
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += y[i] * dy.data()[i];
        }
        return sum;
    }
}
