package io.github.tsmjava.models.onnx;

import io.github.tsmjava.models.onnx.OnnxGraph.Attribute;
import io.github.tsmjava.models.onnx.OnnxGraph.Value;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.ConvSpec;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution and the batch norm behind it as one convolution: {@code weight[o] · scale[o]}, {@code bias[o]}. Scale
 * and bias are kept in double precision; every number in the file is rounded once.
 *
 * @param name   of the convolution
 * @param input  what it reads
 * @param weight {@code [O, C/groups, k, k]}
 * @param scale  one factor for each output channel
 * @param bias   one number for each output channel
 */
record FoldedConvolution(String name, Value input, Tensor weight, ConvSpec spec, double[] scale, double[] bias) {

    /** The convolution alone. */
    static FoldedConvolution of(String name, Value input, Tensor weight, Tensor biasOrNull, ConvSpec spec) {
        double[] scale = new double[weight.dim(0)];
        Arrays.fill(scale, 1);
        double[] bias = new double[weight.dim(0)];
        if (biasOrNull != null) {
            Arrays.setAll(bias, o -> biasOrNull.data()[o]);
        }
        return new FoldedConvolution(name, input, weight, spec, scale, bias);
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
        return new FoldedConvolution(name, input, weight, spec, newScale, newBias);
    }

    Value addTo(OnnxGraph graph) {
        Value weights = graph.floats(name + ".weight", this::scaledWeight, weight.shape());
        Value biases = graph.floats(name + ".bias", this::roundedBias, bias.length);
        return graph.node("Conv", name, List.of(input, weights, biases),
                Attribute.of("group", spec.groups()),
                Attribute.list("kernel_shape", weight.dim(2), weight.dim(3)),
                Attribute.list("pads", spec.padH(), spec.padW(), spec.padH(), spec.padW()),
                Attribute.list("strides", spec.strideH(), spec.strideW()));
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
