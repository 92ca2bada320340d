package io.github.tsmjava.nn.graph;

import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.tensor.Tensor;
import java.util.Arrays;

/**
 * The weights of a convolution or a linear layer, and what is done to each output channel:
 * {@code scale · (weight * x) + bias}. Scale and bias are kept in double precision, so that every number is rounded
 * once.
 *
 * @param weight {@code [O, …]}, the layer's own
 * @param scale  one factor for each output channel
 * @param bias   one number for each output channel
 */
public record Filters(Tensor weight, double[] scale, double[] bias) {

    static Filters of(Tensor weight, Tensor biasOrNull) {
        double[] scale = new double[weight.dim(0)];
        Arrays.fill(scale, 1);
        double[] bias = new double[scale.length];
        if (biasOrNull != null) {
            Arrays.setAll(bias, o -> biasOrNull.data()[o]);
        }
        return new Filters(weight, scale, bias);
    }

    /** These with a batch norm behind them. */
    Filters followedBy(BatchNorm norm) {
        double[] newScale = new double[scale.length];
        double[] newBias = new double[scale.length];
        for (int o = 0; o < scale.length; o++) {
            double factor = norm.weight().data()[o] / Math.sqrt(norm.var().data()[o] + BatchNorm.EPS);
            newScale[o] = scale[o] * factor;
            newBias[o] = (bias[o] - norm.mean().data()[o]) * factor + norm.bias().data()[o];
        }
        return new Filters(weight, newScale, newBias);
    }

    /** Output channels. */
    public int outputs() {
        return scale.length;
    }

    /** {@code weight · scale}, in the shape of the weight. */
    public Tensor scaledWeight() {
        Tensor scaled = Tensor.zeros(weight.shape());
        scaleWeight(scaled.data());
        return scaled;
    }

    /** {@code weight · scale} into an array of its size. */
    public void scaleWeight(float[] scaled) {
        float[] data = weight.data();
        int perOutput = data.length / scale.length;
        for (int i = 0; i < data.length; i++) {
            scaled[i] = (float) (data[i] * scale[i / perOutput]);
        }
    }

    /** {@code [O]}. */
    public Tensor roundedBias() {
        Tensor rounded = Tensor.zeros(bias.length);
        for (int o = 0; o < bias.length; o++) {
            rounded.data()[o] = (float) bias[o];
        }
        return rounded;
    }
}
