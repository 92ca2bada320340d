package io.github.tsmjava.bench.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import io.github.tsmjava.nn.graph.Convolution;
import io.github.tsmjava.nn.graph.FoldBatchNorms;
import io.github.tsmjava.nn.graph.Graph;
import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.Operation;
import io.github.tsmjava.nn.graph.Value;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Activation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * A network as a list of PyTorch operators, each value numbered. Batch norm is folded into the convolution in front of
 * it, and every array is freed after its last use, as reference counts do in Python.
 */
final class OperatorList {

    /** The number of the value that goes in. */
    private static final Integer INPUT = 0;

    private record Step(int a, int b, int result, BinaryOperator<NDArray> operator) {
    }

    private final NDManager manager;
    private final boolean streaming;
    private final List<Step> steps = new ArrayList<>();
    private final Map<Value, Integer> numbers = new HashMap<>();
    private final Integer output;
    private int values = 1;

    OperatorList(NDManager manager, Graph graph, boolean streaming) {
        this.manager = manager;
        this.streaming = streaming;
        Graph folded = FoldBatchNorms.in(graph);
        folded.nodes().forEach(node -> numbers.put(node.output(), write(node)));
        output = numbers.get(folded.output());
    }

    static NDArray copy(NDManager manager, Tensor tensor) {
        long[] shape = new long[tensor.rank()];
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = tensor.dim(axis);
        }
        return manager.create(tensor.data(), new Shape(shape));
    }

    /** Runs everything on the input and gives the elements of the output. The input stays. */
    float[] run(NDArray input) {
        NDArray[] value = new NDArray[values];
        int[] lastUse = lastUses();
        value[INPUT] = input;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            value[step.result] = step.operator.apply(value[step.a], value[step.b]);
            for (int used : step.a == step.b ? new int[] {step.a} : new int[] {step.a, step.b}) {
                if (lastUse[used] == i && used != INPUT) {
                    value[used].close();
                }
            }
        }
        try (NDArray last = value[output]) {
            return last.toFloatArray();
        }
    }

    private int[] lastUses() {
        int[] lastUse = new int[values];
        for (int i = 0; i < steps.size(); i++) {
            lastUse[steps.get(i).a] = i;
            lastUse[steps.get(i).b] = i;
        }
        return lastUse;
    }

    private Integer step(Integer a, Integer b, BinaryOperator<NDArray> operator) {
        steps.add(new Step(a, b, values, operator));
        return values++;
    }

    private Integer step(Integer x, UnaryOperator<NDArray> operator) {
        return step(x, x, (a, b) -> operator.apply(a));
    }

    private Integer write(Node node) {
        List<Integer> inputs = node.inputs().stream().map(numbers::get).toList();
        Integer x = inputs.isEmpty() ? INPUT : inputs.getFirst();
        return switch (node.operation()) {
            case Operation.Input _ -> INPUT;
            case Convolution conv when conv.isFrameByFrame() -> step(x, convolution(conv));
            case Operation.Activate(Activation.Clamp clamp) when clamp.equals(Activation.RELU) ->
                    step(x, ai.djl.nn.Activation::relu);
            case Operation.Activate(Activation.Clamp clamp) when clamp.equals(Activation.RELU6) ->
                    step(x, ai.djl.nn.Activation::relu6);
            case Operation.MaxPool pool -> step(x, a -> Pool.maxPool2d(a, square(pool.kernel()), square(pool.stride()),
                    square(pool.padding()), false));
            case Operation.AveragePool _ -> step(x, Pool::globalAvgPool2d);
            case Operation.Linear linear -> {
                NDArray weight = copy(manager, linear.filters().scaledWeight());
                NDArray bias = copy(manager, linear.filters().roundedBias());
                yield step(x, a -> ai.djl.nn.core.Linear.linear(a, weight, bias).singletonOrThrow());
            }
            case Operation.Shift shift -> step(x, streaming ? new CarriedShift(shift.shift())
                    : new ClipShift(shift.shift(), shift.segments()));
            case Operation.Add _ -> step(x, inputs.get(1), NDArray::add);
            case Operation.Consensus mean -> step(x, a -> {
                try (NDArray clips = a.reshape(-1, mean.segments(), a.getShape().get(1))) {
                    return clips.mean(new int[] {1});
                }
            });
            default -> throw new UnsupportedOperationException(node.name());
        };
    }

    private UnaryOperator<NDArray> convolution(Convolution conv) {
        NDArray w = copy(manager, conv.filters().scaledWeight());
        NDArray b = copy(manager, conv.filters().roundedBias());
        Shape stride = new Shape(conv.spec().strideH(), conv.spec().strideW());
        Shape padding = new Shape(conv.spec().padH(), conv.spec().padW());
        int groups = conv.spec().groups();
        return a -> Conv2d.conv2d(a, w, b, stride, padding, square(1), groups).singletonOrThrow();
    }

    private static Shape square(int side) {
        return new Shape(side, side);
    }
}
