package io.github.tsmjava.models.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Activation;
import io.github.tsmjava.tensor.ops.Add;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Convolution;
import io.github.tsmjava.tensor.ops.Convolution3d;
import io.github.tsmjava.tensor.ops.Softmax;
import io.github.tsmjava.tensor.ops.layer.BatchNorm;
import io.github.tsmjava.tensor.ops.layer.Consensus;
import io.github.tsmjava.tensor.ops.layer.Linear;
import io.github.tsmjava.tensor.ops.layer.MatMul;
import io.github.tsmjava.tensor.ops.layer.Pooling;
import io.github.tsmjava.tensor.ops.layer.TemporalPool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Computes an ONNX file node by node, as the operators' specification says. Knows what the export uses, in the forms in
 * which it does.
 */
final class OnnxReference {

    private final OnnxFile file;

    OnnxReference(OnnxFile file) {
        this.file = file;
    }

    Map<String, Tensor> run(Map<String, Tensor> inputs) {
        assertEquals(file.inputs().keySet(), inputs.keySet());
        Map<String, Tensor> values = new HashMap<>(file.floats());
        values.putAll(inputs);
        for (OnnxFile.Node node : file.nodes()) {
            assertNull(values.put(node.outputs().getFirst(), compute(node, values)), node.name());
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        file.outputs().keySet().forEach(name -> outputs.put(name, values.get(name)));
        return outputs;
    }

    private Tensor compute(OnnxFile.Node node, Map<String, Tensor> values) {
        Map<String, int[]> set = node.attributes();
        List<Tensor> in = new ArrayList<>();
        List<int[]> numbers = new ArrayList<>();
        for (String name : node.inputs()) {
            if (file.integers().containsKey(name)) {
                numbers.add(file.integers().get(name));
            } else {
                assertNotNull(values.get(name), () -> node.name() + " reads " + name + ", which is not there yet");
                in.add(values.get(name));
            }
        }
        Tensor x = in.getFirst();
        return switch (node.operator()) {
            case "Conv" -> convolution(in, set);
            case "BatchNormalization" -> BatchNorm.inference(x, in.get(1), in.get(2), in.get(3), in.get(4), 1e-5);
            case "Relu" -> Activation.RELU.apply(x);
            case "Clip" -> {
                assertEquals(0, in.get(1).get());
                assertEquals(6, in.get(2).get());
                yield Activation.RELU6.apply(x);
            }
            case "Sigmoid" -> map(x, i -> 1 / (1 + Math.exp(-x.data()[i])));
            case "Mul" -> map(x, i -> (double) x.data()[i] * in.get(1).data()[i]);
            case "Add" -> Add.add(x, in.get(1));
            case "Div" -> map(x, i -> x.data()[i] / in.get(1).get());
            case "MaxPool" -> maxPool(x, set.get("kernel_shape"), set.get("strides"), set.get("pads"));
            case "GlobalAveragePool" -> Pooling.globalAvgPool(x).reshape(x.dim(0), x.dim(1), 1, 1);
            case "Flatten" -> x.reshape(x.dim(0), -1);
            case "Gemm" -> {
                assertEquals(1, set.get("transB")[0]);
                yield Linear.linear(x, in.get(1), in.get(2));
            }
            case "MatMul" -> Tensor.concat(IntStream.range(0, x.dim(0)).mapToObj(n -> MatMul.matmul(
                    row(x, n), row(in.get(1), n)).reshape(1, x.dim(1), in.get(1).dim(2))).toList());
            case "Softmax" -> {
                assertEquals(-1, set.get("axis")[0]);
                yield Softmax.softmax(x.reshape(-1, x.dim(-1))).reshape(x.shape());
            }
            case "ReduceMean" -> {
                assertArrayEquals(new int[] {1}, set.get("axes"));
                assertEquals(0, set.get("keepdims")[0]);
                yield Consensus.average(x.reshape(-1, x.dim(2)), x.dim(1));
            }
            case "Reshape" -> x.reshape(numbers.getFirst());
            case "Transpose" -> x.permute(set.get("perm"));
            case "Concat" -> concat(in, set.get("axis")[0]);
            case "Slice" -> slice(x, numbers.get(0), numbers.get(1), numbers.get(2));
            case "Pad" -> pad(x, numbers.getFirst());
            default -> throw new AssertionError(node.operator());
        };
    }

    /** In two dimensions or three. */
    private static Tensor convolution(List<Tensor> in, Map<String, int[]> set) {
        int[] strides = set.get("strides");
        int[] pads = set.get("pads");
        int last = strides.length - 1;
        ConvSpec image = new ConvSpec(
                strides[last - 1], strides[last], pads[last - 1], pads[last], set.get("group")[0]);
        return last == 1 ? Convolution.conv2d(in.get(0), in.get(1), in.get(2), image)
                : Convolution3d.conv3d(in.get(0), in.get(1), in.get(2), new Conv3dSpec(strides[0], pads[0], image));
    }

    private static Tensor row(Tensor x, int n) {
        return x.slice(n, n + 1).reshape(x.dim(1), x.dim(2));
    }

    private static Tensor map(Tensor x, IntToDoubleFunction numbers) {
        Tensor y = Tensor.zeros(x.shape());
        for (int i = 0; i < y.size(); i++) {
            y.data()[i] = (float) numbers.applyAsDouble(i);
        }
        return y;
    }

    private static Tensor maxPool(Tensor x, int[] kernel, int[] strides, int[] pads) {
        if (kernel[1] == kernel[0] && strides[1] == strides[0]) {
            assertArrayEquals(new int[] {pads[0], pads[0], pads[0], pads[0]}, pads);
            return Pooling.maxPool2d(x, kernel[0], strides[0], pads[0]);
        }
        assertArrayEquals(new int[] {1, 1, 0, 0}, new int[] {kernel[1], strides[1], pads[1], pads[3]});
        TemporalPool.Window window = new TemporalPool.Window(kernel[0], strides[0], pads[0]);
        int rows = (x.dim(2) + pads[0] + pads[2] - kernel[0]) / strides[0] + 1;
        assertEquals(window.outputFrames(x.dim(2)), rows);
        return TemporalPool.maxPool(x.reshape(-1, x.dim(3)), x.dim(2), window).reshape(x.dim(0), 1, rows, x.dim(3));
    }

    private static Tensor slice(Tensor x, int[] starts, int[] ends, int[] axes) {
        Tensor y = x;
        for (int i = 0; i < axes.length; i++) {
            y = swap(swap(y, axes[i]).slice(starts[i], ends[i]), axes[i]);
        }
        return y;
    }

    private static Tensor concat(List<Tensor> parts, int axis) {
        return swap(Tensor.concat(parts.stream().map(part -> swap(part, axis)).toList()), axis);
    }

    /** @param pads for each axis how much before, then for each axis how much after */
    private static Tensor pad(Tensor x, int[] pads) {
        assertEquals(2 * x.rank(), pads.length);
        Tensor y = x;
        for (int axis = 0; axis < x.rank(); axis++) {
            int[] before = y.shape();
            before[axis] = pads[axis];
            int[] after = y.shape();
            after[axis] = pads[x.rank() + axis];
            y = concat(List.of(Tensor.zeros(before), y, Tensor.zeros(after)), axis);
        }
        return y;
    }

    /** Exchanges the first axis with another. */
    private static Tensor swap(Tensor x, int axis) {
        int[] order = IntStream.range(0, x.rank()).toArray();
        order[0] = axis;
        order[axis] = 0;
        return x.permute(order);
    }
}
