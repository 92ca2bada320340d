package io.github.tsmjava.nn.plan;

import io.github.tsmjava.nn.Leaf;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.kernel.blocked.TimeWindow;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.List;

/** One step of a plan before memory and weights are laid out. What can be fused into it is fused while tracing. */
abstract sealed class Node {

    Value out;
    /** The layer's. */
    String name;

    /** The values it reads, in no particular order. */
    abstract List<Value> inputs();

    /** Products that the definition sums up. */
    long multiplyAdds() {
        return 0;
    }

    /** The network's input. */
    static final class Input extends Node {
        @Override
        List<Value> inputs() {
            return List.of();
        }
    }

    /**
     * A convolution with what follows it: {@code clamp(scale · (weight * x) + bias + residual)}, where scale and bias
     * hold a batch norm. Linear layers are convolutions over maps of one row.
     */
    static final class Conv extends Node {
        final Value x;
        final Tensor weight;
        final int kernel;
        final int stride;
        final int padding;
        final boolean depthwise;
        final double[] scale;
        final double[] bias;
        float low = Float.NEGATIVE_INFINITY;
        float high = Float.POSITIVE_INFINITY;
        Value residual;
        /** The shift in front, or null. */
        Shift shift;
        int segments = 1;
        TimeWindow time = TimeWindow.FRAME;
        boolean winograd;

        Conv(Value x, Tensor weight, Tensor bias, int kernel, int stride, int padding, boolean depthwise) {
            this.x = x;
            this.weight = weight;
            this.kernel = kernel;
            this.stride = stride;
            this.padding = padding;
            this.depthwise = depthwise;
            int outputs = weight.dim(0);
            this.scale = new double[outputs];
            this.bias = new double[outputs];
            for (int o = 0; o < outputs; o++) {
                scale[o] = 1;
                this.bias[o] = bias == null ? 0 : bias.data()[o];
            }
        }

        @Override
        long multiplyAdds() {
            return (long) out.frames * out.height * out.width * weight.size();
        }

        boolean isClamped() {
            return low != Float.NEGATIVE_INFINITY || high != Float.POSITIVE_INFINITY;
        }

        @Override
        List<Value> inputs() {
            return residual == null ? List.of(x) : List.of(x, residual);
        }
    }

    /** Three convolutions in one pass; the wide values between them are never stored. */
    static final class Inverted extends Node {
        final Conv expand;
        final Conv depthwise;
        final Conv project;

        Inverted(Conv expand, Conv depthwise, Conv project) {
            this.expand = expand;
            this.depthwise = depthwise;
            this.project = project;
            this.out = project.out;
            this.name = expand.name + ", " + depthwise.name + ", " + project.name;
        }

        @Override
        long multiplyAdds() {
            return expand.multiplyAdds() + depthwise.multiplyAdds() + project.multiplyAdds();
        }

        @Override
        List<Value> inputs() {
            return project.residual == null ? List.of(expand.x) : List.of(expand.x, project.residual);
        }
    }

    /** A max pool over windows, clipped to the image. */
    static final class MaxPool extends Node {
        final Value x;
        final int kernel;
        final int stride;
        final int padding;

        MaxPool(Value x, int kernel, int stride, int padding) {
            this.x = x;
            this.kernel = kernel;
            this.stride = stride;
            this.padding = padding;
        }

        @Override
        List<Value> inputs() {
            return List.of(x);
        }
    }

    /** The mean of each plane: maps to one row, a pixel for each frame. */
    static final class AveragePool extends Node {
        final Value x;

        AveragePool(Value x) {
            this.x = x;
        }

        @Override
        List<Value> inputs() {
            return List.of(x);
        }
    }

    /** A max over windows of three frames, every second one. */
    static final class TimePool extends Node {
        final Value x;
        final int segments;

        TimePool(Value x, int segments) {
            this.x = x;
            this.segments = segments;
        }

        @Override
        List<Value> inputs() {
            return List.of(x);
        }
    }

    /** A temporal shift that more than convolutions read, so that it has to be carried out. */
    static final class Move extends Node {
        final Value x;
        final Shift shift;
        final int segments;

        Move(Value x, Shift shift, int segments) {
            this.x = x;
            this.shift = shift;
            this.segments = segments;
        }

        @Override
        List<Value> inputs() {
            return List.of(x);
        }
    }

    /** The answers of a non-local block. */
    static final class Attend extends Node {
        final NonLocal layer;
        final Value queries;
        final Value keys;
        final Value values;
        /** The array that a call may use meanwhile. */
        int scratch;

        Attend(NonLocal layer, Value queries, Value keys, Value values) {
            this.layer = layer;
            this.queries = queries;
            this.keys = keys;
            this.values = values;
        }

        @Override
        long multiplyAdds() {
            long keysOfClip = (long) layer.segments() * keys.height * keys.width;
            return out.frames * out.height * out.width * keysOfClip * (keys.channels + values.channels);
        }

        @Override
        List<Value> inputs() {
            return List.of(queries, keys, values);
        }
    }

    /** A sum that no convolution could take in. */
    static final class Sum extends Node {
        final Value a;
        final Value b;

        Sum(Value a, Value b) {
            this.a = a;
            this.b = b;
        }

        @Override
        List<Value> inputs() {
            return List.of(a, b);
        }
    }

    /** A layer for which there is nothing better than to run it as it is. */
    static final class Plain extends Node {
        final Leaf layer;
        final Value x;

        Plain(Leaf layer, Value x) {
            this.layer = layer;
            this.x = x;
        }

        @Override
        List<Value> inputs() {
            return List.of(x);
        }
    }
}
