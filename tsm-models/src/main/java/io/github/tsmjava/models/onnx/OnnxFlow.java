package io.github.tsmjava.models.onnx;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.models.onnx.OnnxGraph.Attribute;
import io.github.tsmjava.models.onnx.OnnxGraph.Value;
import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.GlobalAvgPool;
import io.github.tsmjava.nn.Leaf;
import io.github.tsmjava.nn.Linear;
import io.github.tsmjava.nn.MaxPool2d;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Activation;
import io.github.tsmjava.tensor.ops.ConvSpec;
import java.util.List;

/** Writes down a network as nodes of ONNX: all that looks at single frames. What mixes frames is left to subclasses. */
abstract sealed class OnnxFlow implements Flow<OnnxFlow.Maps> permits ClipFlow, StreamFlow {

    /**
     * Frames between two layers. A convolution is held back until something reads it that is not a batch norm, which it
     * would take in.
     */
    static final class Maps {
        final int channels;
        final int height;
        final int width;
        private final FoldedConvolution convolution;
        private Value value;

        Maps(Value value, int channels, int height, int width) {
            this(value, null, channels, height, width);
        }

        private Maps(Value value, FoldedConvolution convolution, int channels, int height, int width) {
            this.value = value;
            this.convolution = convolution;
            this.channels = channels;
            this.height = height;
            this.width = width;
        }

        int pixels() {
            return height * width;
        }
    }

    private final OnnxGraph graph;

    OnnxFlow(OnnxGraph graph) {
        this.graph = graph;
    }

    @Override
    public Maps apply(Leaf layer, Maps x) {
        return switch (layer) {
            case Conv2d conv -> convolution(conv, x, conv.weight(), null, conv.spec());
            case Conv3d conv when conv.isFrameByFrame() ->
                    convolution(conv, x, conv.frameWeight(), conv.bias(), conv.spec().image());
            case Conv3d conv -> convolution(conv, x);
            case BatchNorm norm -> normalize(norm, x);
            case ActivationLayer act -> like(x, activate(act.name(), act.activation(), value(x)));
            case MaxPool2d pool -> maxPool(pool, x);
            case GlobalAvgPool pool -> new Maps(graph.node("Flatten", pool.name() + ".flatten",
                    List.of(graph.node("GlobalAveragePool", pool.name(), List.of(value(x))))), x.channels, 1, 1);
            case Linear linear -> linear(linear, x);
        };
    }

    private Maps convolution(Leaf layer, Maps x, Tensor weight, Tensor bias, ConvSpec spec) {
        return held(FoldedConvolution.of(layer.name(), value(x), weight, bias, spec), x, spec);
    }

    /** A convolution over several frames. */
    abstract Maps convolution(Conv3d layer, Maps x);

    /** The result of a convolution that is held back. */
    static Maps held(FoldedConvolution convolution, Maps x, ConvSpec spec) {
        Tensor weight = convolution.weight();
        return new Maps(null, convolution, weight.dim(0), spec.outputHeight(x.height, weight.dim(-2)),
                spec.outputWidth(x.width, weight.dim(-1)));
    }

    private Maps normalize(BatchNorm norm, Maps x) {
        if (x.convolution != null) {
            return new Maps(null, x.convolution.with(norm), x.channels, x.height, x.width);
        }
        // The operator's own epsilon is that of the layer.
        return like(x, graph.node("BatchNormalization", norm.name(), List.of(value(x),
                parameter(norm, "weight", norm.weight()), parameter(norm, "bias", norm.bias()),
                parameter(norm, "running_mean", norm.mean()), parameter(norm, "running_var", norm.var()))));
    }

    private Value activate(String name, Activation activation, Value x) {
        return switch (activation) {
            case Activation.Clamp clamp when clamp.equals(Activation.IDENTITY) -> x;
            case Activation.Clamp clamp when clamp.equals(Activation.RELU) -> graph.node("Relu", name, List.of(x));
            case Activation.Clamp clamp ->
                    graph.node("Clip", name, List.of(x, graph.scalar(clamp.low()), graph.scalar(clamp.high())));
            case Activation.Silu _ -> graph.node("Mul", name,
                    List.of(x, graph.node("Sigmoid", name + ".sigmoid", List.of(x))));
        };
    }

    private Maps maxPool(MaxPool2d pool, Maps x) {
        ConvSpec window = ConvSpec.of(pool.stride(), pool.padding());
        Value pooled = graph.node("MaxPool", pool.name(), List.of(value(x)),
                Attribute.list("kernel_shape", pool.kernel(), pool.kernel()),
                Attribute.list("pads", pool.padding(), pool.padding(), pool.padding(), pool.padding()),
                Attribute.list("strides", pool.stride(), pool.stride()));
        return new Maps(pooled, x.channels, window.outputHeight(x.height, pool.kernel()),
                window.outputWidth(x.width, pool.kernel()));
    }

    private Maps linear(Linear linear, Maps x) {
        Value scores = graph.node("Gemm", linear.name(), List.of(value(x), parameter(linear, "weight", linear.weight()),
                parameter(linear, "bias", linear.bias())), Attribute.of("transB", 1));
        return new Maps(scores, linear.weight().dim(0), 1, 1);
    }

    private Value parameter(Leaf layer, String name, Tensor tensor) {
        return graph.floats(layer.name() + "." + name, () -> tensor, tensor.shape());
    }

    @Override
    public Maps add(Maps a, Maps b) {
        require(a.channels == b.channels && a.height == b.height && a.width == b.width,
                "cannot add %d × %d × %d and %d × %d × %d",
                a.channels, a.height, a.width, b.channels, b.height, b.width);
        return like(a, graph.node("Add", "add", List.of(value(a), value(b))));
    }

    /** What holds x in the graph; writes down a convolution that was held back. */
    final Value value(Maps x) {
        if (x.value == null) {
            x.value = x.convolution.addTo(graph);
        }
        return x.value;
    }

    static Maps like(Maps x, Value value) {
        return new Maps(value, x.channels, x.height, x.width);
    }

    /** @param shape one dimension may be -1 and is then computed */
    final Value reshape(String name, Value x, int... shape) {
        return graph.node("Reshape", name, List.of(x, graph.integers(shape)));
    }

    /** The part from {@code starts} to {@code ends}, exclusive, of the given axes. */
    final Value slice(String name, Value x, int[] axes, int[] starts, int[] ends) {
        return graph.node("Slice", name,
                List.of(x, graph.integers(starts), graph.integers(ends), graph.integers(axes)));
    }

    final Value concat(String name, List<Value> parts, int axis) {
        return graph.node("Concat", name, parts, Attribute.of("axis", axis));
    }
}
