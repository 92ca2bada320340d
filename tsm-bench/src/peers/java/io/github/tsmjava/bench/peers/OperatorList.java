package io.github.tsmjava.bench.peers;

import static io.github.tsmjava.tensor.ops.Activation.RELU;
import static io.github.tsmjava.tensor.ops.Activation.RELU6;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.GlobalAvgPool;
import io.github.tsmjava.nn.Leaf;
import io.github.tsmjava.nn.Linear;
import io.github.tsmjava.nn.MaxPool2d;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.TemporalPool;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Activation.Clamp;
import io.github.tsmjava.tensor.ops.Activation.Silu;
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
final class OperatorList implements Flow<Integer> {

    /** The number of the value that goes in. */
    static final Integer INPUT = 0;

    private record Step(int a, int b, int result, BinaryOperator<NDArray> operator) {
    }

    private final NDManager manager;
    private final boolean streaming;
    private final List<Step> steps = new ArrayList<>();
    /** The convolution whose result is the value of this number, until a batch norm has been folded into it. */
    private final Map<Integer, io.github.tsmjava.nn.Conv2d> convolutions = new HashMap<>();
    private int values = 1;

    OperatorList(NDManager manager, boolean streaming) {
        this.manager = manager;
        this.streaming = streaming;
    }

    static NDArray copy(NDManager manager, Tensor tensor) {
        long[] shape = new long[tensor.rank()];
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = tensor.dim(axis);
        }
        return manager.create(tensor.data(), new Shape(shape));
    }

    /** Runs everything on the input and gives the numbers of the value asked for. The input stays. */
    float[] run(NDArray input, Integer result) {
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
        try (NDArray last = value[result]) {
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

    @Override
    public Integer apply(Leaf layer, Integer x) {
        return switch (layer) {
            case io.github.tsmjava.nn.Conv2d conv -> {
                Integer y = step(x, a -> a); // replaced by the batch norm that follows every convolution
                convolutions.put(y, conv);
                yield y;
            }
            case BatchNorm norm -> fold(convolutions.remove(x), norm, x);
            case ActivationLayer act -> step(x, switch (act.activation()) {
                case Clamp clamp when clamp.equals(RELU) -> Activation::relu;
                case Clamp clamp when clamp.equals(RELU6) -> Activation::relu6;
                case Clamp clamp -> throw new UnsupportedOperationException(act.name() + " " + clamp);
                case Silu _ -> a -> Activation.swish(a, 1);
            });
            case MaxPool2d pool -> step(x, a -> Pool.maxPool2d(a, square(pool.kernel()), square(pool.stride()),
                    square(pool.padding()), false));
            case GlobalAvgPool pool -> step(x, Pool::globalAvgPool2d);
            case Linear linear -> {
                NDArray weight = copy(manager, linear.weight());
                NDArray bias = copy(manager, linear.bias());
                yield step(x, a -> ai.djl.nn.core.Linear.linear(a, weight, bias).singletonOrThrow());
            }
            case Conv3d conv -> throw new UnsupportedOperationException(conv.name());
        };
    }

    private Integer fold(io.github.tsmjava.nn.Conv2d conv, BatchNorm norm, Integer x) {
        int channels = conv.weight().dim(0);
        Tensor weight = Tensor.of(conv.weight().data().clone(), conv.weight().shape());
        Tensor bias = Tensor.zeros(channels);
        int filter = weight.size() / channels;
        for (int channel = 0; channel < channels; channel++) {
            double scale = norm.weight().data()[channel] / Math.sqrt(norm.var().data()[channel] + BatchNorm.EPS);
            for (int i = channel * filter; i < (channel + 1) * filter; i++) {
                weight.data()[i] *= (float) scale;
            }
            bias.data()[channel] = (float) (norm.bias().data()[channel] - norm.mean().data()[channel] * scale);
        }
        NDArray w = copy(manager, weight);
        NDArray b = copy(manager, bias);
        Shape stride = new Shape(conv.spec().strideH(), conv.spec().strideW());
        Shape padding = new Shape(conv.spec().padH(), conv.spec().padW());
        int groups = conv.spec().groups();
        Step placeholder = steps.removeLast();
        return step(placeholder.a(),
                a -> Conv2d.conv2d(a, w, b, stride, padding, square(1), groups).singletonOrThrow());
    }

    private static Shape square(int side) {
        return new Shape(side, side);
    }

    @Override
    public Integer shift(TemporalShift layer, Integer x) {
        return step(x, streaming ? new CarriedShift(layer.shift()) : new ClipShift(layer.shift(), layer.segments()));
    }

    @Override
    public Integer add(Integer a, Integer b) {
        return step(a, b, NDArray::add);
    }

    @Override
    public Integer consensus(Integer scores, int segments) {
        return streaming ? scores : step(scores, a -> {
            try (NDArray clips = a.reshape(-1, segments, a.getShape().get(1))) {
                return clips.mean(new int[] {1});
            }
        });
    }

    @Override
    public Integer pool(TemporalPool layer, Integer x) {
        throw new UnsupportedOperationException(layer.name());
    }

    @Override
    public Integer attend(NonLocal layer, Integer queries, Integer keys, Integer values) {
        throw new UnsupportedOperationException(layer.name());
    }
}
