package io.github.tsmjava.models.onnx;

import io.github.tsmjava.models.onnx.OnnxGraph.Attribute;
import io.github.tsmjava.models.onnx.OnnxGraph.Value;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.ConvSpec;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A convolution and the batch norm behind it as one convolution: {@code weight[o] · scale[o]}, {@code bias[o]}. Scale
 * and bias are kept in double precision; every number in the file is rounded once.
 *
 * @param name    of the convolution
 * @param input   what it reads
 * @param weight  {@code [O, C/groups, k, k]}, or {@code [O, C, t, k, k]} over time and space
 * @param window  the attributes of ONNX that say how the filter moves
 * @param scale   one factor for each output channel
 * @param bias    one number for each output channel
 * @param toMaps  what has to be done to the result
 */
record FoldedConvolution(String name, Value input, Tensor weight, List<Attribute> window, double[] scale, double[] bias,
                         UnaryOperator<Value> toMaps) {

    /** The convolution alone. */
    static FoldedConvolution of(String name, Value input, Tensor weight, Tensor biasOrNull, ConvSpec spec) {
        return of(name, input, weight, biasOrNull, List.of(
                Attribute.of("group", spec.groups()),
                Attribute.list("kernel_shape", weight.dim(2), weight.dim(3)),
                Attribute.list("pads", spec.padH(), spec.padW(), spec.padH(), spec.padW()),
                Attribute.list("strides", spec.strideH(), spec.strideW())), y -> y);
    }

    /** A convolution over time and space alone. */
    static FoldedConvolution of(String name, Value input, Tensor weight, Tensor biasOrNull, Conv3dSpec spec,
                                UnaryOperator<Value> toMaps) {
        ConvSpec image = spec.image();
        return of(name, input, weight, biasOrNull, List.of(
                Attribute.of("group", image.groups()),
                Attribute.list("kernel_shape", weight.dim(2), weight.dim(3), weight.dim(4)),
                Attribute.list("pads", spec.padT(), image.padH(), image.padW(),
                        spec.padT(), image.padH(), image.padW()),
                Attribute.list("strides", spec.strideT(), image.strideH(), image.strideW())), toMaps);
    }

    private static FoldedConvolution of(String name, Value input, Tensor weight, Tensor biasOrNull,
                                        List<Attribute> window, UnaryOperator<Value> toMaps) {
        double[] scale = new double[weight.dim(0)];
        Arrays.fill(scale, 1);
        double[] bias = new double[weight.dim(0)];
        if (biasOrNull != null) {
            Arrays.setAll(bias, o -> biasOrNull.data()[o]);
        }
        return new FoldedConvolution(name, input, weight, window, scale, bias, toMaps);
    }

    /** This convolution with a batch norm behind it. */
    FoldedConvolution with(BatchNorm norm) {
        double[] newScale = new double[scale.length];
        double[] newBias = new double[bias.length];
        for (int o = 0; o < scale.length; o++) {
            double factor = norm.weight().data()[o] / Math.sqrt(norm.var().data()[o] + BatchNorm.EPS);
            newScale[o] = scale[o] * factor;
            newBias[o] = (bias[o] - norm.mean().data()[o]) * factor + norm.bias().data()[o];
        }
        return new FoldedConvolution(name, input, weight, window, newScale, newBias, toMaps);
    }

    Value addTo(OnnxGraph graph) {
        Value weights = graph.floats(name + ".weight", this::scaledWeight, weight.shape());
        Value biases = graph.floats(name + ".bias", this::roundedBias, bias.length);
        return toMaps.apply(
                graph.node("Conv", name, List.of(input, weights, biases), window.toArray(Attribute[]::new)));
    }

    private Tensor scaledWeight() {
        Tensor scaled = weight.copy();
        float[] data = scaled.data();
        int perOutput = data.length / scale.length;
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (data[i] * scale[i / perOutput]);
        }
        return scaled;
    }

    private Tensor roundedBias() {
        Tensor rounded = Tensor.zeros(bias.length);
        for (int o = 0; o < bias.length; o++) {
            rounded.data()[o] = (float) bias[o];
        }
        return rounded;
    }
}
