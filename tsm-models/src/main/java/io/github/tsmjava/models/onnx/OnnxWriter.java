package io.github.tsmjava.models.onnx;

import io.github.tsmjava.models.onnx.OnnxGraph.Attribute;
import io.github.tsmjava.models.onnx.OnnxGraph.Operand;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.graph.Convolution;
import io.github.tsmjava.nn.graph.Filters;
import io.github.tsmjava.nn.graph.FoldBatchNorms;
import io.github.tsmjava.nn.graph.Graph;
import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.Operation;
import io.github.tsmjava.nn.graph.Value;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Activation;
import io.github.tsmjava.tensor.ops.ConvSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a network's graph as one of ONNX: all that looks at single frames. Subclasses write what mixes frames. */
abstract sealed class OnnxWriter permits ClipWriter, StreamWriter {

    private final OnnxGraph onnx;
    private final Map<Value, Operand> written = new HashMap<>();

    OnnxWriter(OnnxGraph onnx) {
        this.onnx = onnx;
    }

    /**
     * Writes all nodes, batch norms folded.
     *
     * @param input stands for the network's input
     * @return what the network returns
     */
    final Operand write(Graph graph, Operand input) {
        Graph folded = FoldBatchNorms.in(graph);
        for (Node node : folded.nodes()) {
            List<Operand> operands = node.inputs().stream().map(written::get).toList();
            written.put(node.output(), operands.isEmpty() ? input : write(node, operands));
        }
        return written.get(folded.output());
    }

    private Operand write(Node node, List<Operand> operands) {
        Operand x = operands.getFirst();
        String name = node.name();
        return switch (node.operation()) {
            case Operation.Input _ -> x;
            case Convolution conv when conv.isFrameByFrame() -> convolution(name, conv, x);
            case Operation.Linear linear -> onnx.node("Gemm", name, List.of(x, weight(name, linear.filters()),
                    bias(name, linear.filters())), Attribute.of("transB", 1));
            case Operation.Normalize norm -> normalize(norm.layer(), x);
            case Operation.Activate act -> activate(name, act.activation(), x);
            case Operation.Add _ -> onnx.node("Add", name, operands);
            case Operation.MaxPool pool -> onnx.node("MaxPool", name, operands,
                    Attribute.list("kernel_shape", pool.kernel(), pool.kernel()),
                    Attribute.list("pads", pool.padding(), pool.padding(), pool.padding(), pool.padding()),
                    Attribute.list("strides", pool.stride(), pool.stride()));
            case Operation.AveragePool _ -> onnx.node("Flatten", name + ".flatten",
                    List.of(onnx.node("GlobalAveragePool", name, operands)));
            case Convolution _, Operation.Shift _, Operation.TemporalPool _, Operation.Attention _,
                    Operation.Consensus _, Operation.Fused _ -> mixFrames(node, operands);
        };
    }

    /** Writes what looks at several frames. */
    abstract Operand mixFrames(Node node, List<Operand> operands);

    private Operand convolution(String name, Convolution conv, Operand x) {
        ConvSpec spec = conv.spec();
        return onnx.node("Conv", name, List.of(x, weight(name, conv.filters()), bias(name, conv.filters())),
                Attribute.of("group", spec.groups()),
                Attribute.list("kernel_shape", conv.kernel(), conv.kernel()),
                Attribute.list("pads", spec.padH(), spec.padW(), spec.padH(), spec.padW()),
                Attribute.list("strides", spec.strideH(), spec.strideW()));
    }

    final Operand weight(String name, Filters filters) {
        return onnx.floats(name + ".weight", filters::scaledWeight, filters.weight().shape());
    }

    final Operand bias(String name, Filters filters) {
        return onnx.floats(name + ".bias", filters::roundedBias, filters.outputs());
    }

    /** The operator's own epsilon is that of the layer. */
    private Operand normalize(BatchNorm norm, Operand x) {
        return onnx.node("BatchNormalization", norm.name(), List.of(x,
                parameter(norm, "weight", norm.weight()), parameter(norm, "bias", norm.bias()),
                parameter(norm, "running_mean", norm.mean()), parameter(norm, "running_var", norm.var())));
    }

    private Operand parameter(BatchNorm layer, String name, Tensor tensor) {
        return onnx.floats(layer.name() + "." + name, () -> tensor, tensor.shape());
    }

    private Operand activate(String name, Activation activation, Operand x) {
        return switch (activation) {
            case Activation.Clamp clamp when clamp.equals(Activation.IDENTITY) -> x;
            case Activation.Clamp clamp when clamp.equals(Activation.RELU) -> onnx.node("Relu", name, List.of(x));
            case Activation.Clamp clamp ->
                    onnx.node("Clip", name, List.of(x, onnx.scalar(clamp.low()), onnx.scalar(clamp.high())));
            case Activation.Silu _ -> onnx.node("Mul", name,
                    List.of(x, onnx.node("Sigmoid", name + ".sigmoid", List.of(x))));
        };
    }

    /** @param shape one dimension may be -1 and is then computed */
    final Operand reshape(String name, Operand x, int... shape) {
        return onnx.node("Reshape", name, List.of(x, onnx.integers(shape)));
    }

    /** The part from {@code starts} to {@code ends}, exclusive, of the given axes. */
    final Operand slice(String name, Operand x, int[] axes, int[] starts, int[] ends) {
        return onnx.node("Slice", name, List.of(x, onnx.integers(starts), onnx.integers(ends), onnx.integers(axes)));
    }

    final Operand concat(String name, List<Operand> parts, int axis) {
        return onnx.node("Concat", name, parts, Attribute.of("axis", axis));
    }
}
