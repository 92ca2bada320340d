package io.github.tsmjava.nn.training;

import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.GlobalAvgPool;
import io.github.tsmjava.nn.Leaf;
import io.github.tsmjava.nn.Linear;
import io.github.tsmjava.nn.MaxPool2d;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.TemporalPool;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Activation;
import io.github.tsmjava.tensor.ops.Activation.Clamp;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Convolution;
import io.github.tsmjava.tensor.ops.Convolution3d;
import io.github.tsmjava.tensor.ops.layer.Consensus;
import io.github.tsmjava.tensor.ops.layer.Convolution3dGradient;
import io.github.tsmjava.tensor.ops.layer.ConvolutionGradient;
import io.github.tsmjava.tensor.ops.layer.MatMul;
import io.github.tsmjava.tensor.ops.training.Dropout;
import io.github.tsmjava.tensor.ops.training.ImageStack;
import io.github.tsmjava.tensor.ops.training.Normalization;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Computes a network layer by layer and notes for each value what to do with its gradient.
 *
 * @param variables what has been computed, in order
 */
record Recorder(Arena arena, Gradients gradients, Set<BatchNorm> frozen, Dropout dropout, Accuracy accuracy,
                List<Variable> variables)
        implements Flow<Variable> {

    /** How far running statistics move in a step; PyTorch's default. */
    private static final double MOMENTUM = 0.1;

    @Override
    public Variable apply(Leaf layer, Variable x) {
        return switch (layer) {
            case Conv2d conv -> convolve(x, conv.weight(), conv.weight(), null, conv.spec());
            case Conv3d conv -> conv.isFrameByFrame()
                    ? convolve(x, conv.weight(), conv.frameWeight(), conv.bias(), conv.spec().image())
                    : convolveOverTime(x, conv);
            case BatchNorm norm -> new Pending(arena, x, normalize(norm, value(x)), null, Activation.IDENTITY);
            case ActivationLayer act -> switch (act.activation()) {
                case Clamp clamp -> clamp(x, clamp);
                case Activation.Silu silu -> activate(silu, x);
            };
            case MaxPool2d pool -> pools().max(pool, x);
            case GlobalAvgPool _ -> pools().mean(x);
            case Linear linear -> linear(linear, drop(stacks().plain(x)));
        };
    }

    /** What a variable holds, computed now if it was put off. */
    Tensor value(Variable x) {
        if (x instanceof Pending pending && !x.isComputed()) {
            computePending(pending);
        }
        return x.value();
    }

    Stacks stacks() {
        return new Stacks(this);
    }

    private Pools pools() {
        return new Pools(this);
    }

    Variable compute(Tensor value, Consumer<Tensor> backward) {
        return compute(value, 0, backward);
    }

    /** @param images how many images the value is a stack of; 0 if it is no stack */
    Variable compute(Tensor value, int images, Consumer<Tensor> backward) {
        return note(new Variable(arena, images), value, backward);
    }

    private Variable note(Variable variable, Tensor value, Consumer<Tensor> backward) {
        variable.computed(value, backward);
        variables.add(variable);
        return variable;
    }

    /** Lets {@code compute} overwrite a tensor with a part of a variable's gradient, if anybody asks for it. */
    void computeGradient(Variable x, Consumer<Tensor> compute) {
        if (x.needsGradient()) {
            Tensor dx = arena.take(x.value().shape());
            compute.accept(dx);
            x.addGradient(dx);
        }
    }

    /** @param filters the parameter in the shape of a 2-D convolution's weight */
    private Variable convolve(Variable before, Tensor parameter, Tensor filters, Tensor bias, ConvSpec spec) {
        if (bias == null && ImageStack.acceptsDepthwise(filters, spec)) {
            return stacks().depthwise(before, parameter, filters, spec);
        }
        // To a convolution that sees single pixels, a stack is an image.
        Variable input = spec.isPointwise(filters.dim(2), filters.dim(3)) ? before : stacks().plain(before);
        Tensor x = value(input);
        Tensor y = arena.take(x.dim(0), filters.dim(0), spec.outputHeight(x.dim(2), filters.dim(2)),
                spec.outputWidth(x.dim(3), filters.dim(3)));
        Convolution.conv2d(x, filters, bias, spec, accuracy, y);
        return compute(y, input.images(), dy -> {
            gradients.add(parameter, dw -> ConvolutionGradient.weight(
                    x, dy, spec, accuracy, dw.reshape(filters.shape())));
            if (bias != null) {
                gradients.add(bias, db -> ConvolutionGradient.bias(dy, db));
            }
            computeGradient(input, dx -> ConvolutionGradient.input(dy, filters, spec, accuracy, dx));
            arena.release(dy);
        });
    }

    private Variable convolveOverTime(Variable before, Conv3d conv) {
        Variable input = stacks().plain(before);
        Tensor x = value(input);
        int segments = conv.segments();
        Conv3dSpec spec = conv.spec();
        return compute(Convolution3d.frames(x, segments, conv.weight(), conv.bias(), spec), dy -> {
            gradients.add(conv.weight(), dw -> Convolution3dGradient.weight(x, segments, dy, spec, dw));
            if (conv.bias() != null) {
                gradients.add(conv.bias(), db -> ConvolutionGradient.bias(dy, db));
            }
            computeGradient(input, dx -> Convolution3dGradient.input(dy, segments, conv.weight(), spec, dx));
            arena.release(dy);
        });
    }

    private Pending.Norm normalize(BatchNorm layer, Tensor x) {
        if (frozen.contains(layer)) {
            return new Pending.Norm(layer, Normalization.ofRunning(
                    layer.weight(), layer.bias(), layer.mean(), layer.var(), BatchNorm.EPS), false);
        }
        Normalization batch = Normalization.ofBatch(x, layer.weight(), layer.bias(), BatchNorm.EPS);
        batch.updateRunning(layer.mean(), layer.var(), MOMENTUM);
        return new Pending.Norm(layer, batch, true);
    }

    private Variable activate(Activation activation, Variable input) {
        Tensor x = value(input);
        Tensor y = arena.take(x.shape());
        activation.apply(x, y);
        return compute(y, input.images(), dy -> {
            activation.gradient(dy, x, dy);
            passGradient(dy, input);
        });
    }

    private Variable clamp(Variable x, Clamp clamp) {
        return x instanceof Pending pending && pending.isOpen()
                ? new Pending(arena, pending.input, pending.norm, pending.residual, clamp)
                : new Pending(arena, x, null, null, clamp);
    }

    @Override
    public Variable add(Variable a, Variable b) {
        if (a.images() != b.images()) {
            return add(stacks().plain(a), stacks().plain(b));
        }
        if (a instanceof Pending pending && pending.isBareNorm()) {
            value(b);
            return new Pending(arena, pending.input, pending.norm, b, Activation.IDENTITY);
        }
        if (b instanceof Pending pending && pending.isBareNorm()) {
            return add(b, a);
        }
        value(a);
        value(b);
        return new Pending(arena, a, null, b, Activation.IDENTITY);
    }

    private void computePending(Pending pending) {
        Tensor x = value(pending.input);
        Normalization statistics = pending.norm == null
                ? Normalization.identity(x.dim(1)) : pending.norm.statistics();
        Tensor y = arena.take(x.shape());
        statistics.apply(x, pending.residual == null ? null : pending.residual.value(), pending.clamp, y);
        note(pending, y, dy -> backwardPending(pending, statistics, dy));
    }

    private void backwardPending(Pending pending, Normalization statistics, Tensor dy) {
        Tensor x = pending.input.value();
        Clamp clamp = pending.clamp;
        Tensor dx = dy;
        if (pending.residual != null) {
            if (!clamp.equals(Activation.IDENTITY)) {
                Normalization.mask(dy, pending.value(), clamp, dy);
                clamp = Activation.IDENTITY;
            }
            dx = arena.take(x.shape());
        }
        backwardNorm(pending.norm, statistics, dy, x, clamp, dx);
        passGradient(dx, pending.input);
        if (pending.residual != null) {
            passGradient(dy, pending.residual);
        }
    }

    private void backwardNorm(Pending.Norm norm, Normalization statistics, Tensor dy, Tensor x, Clamp clamp,
                              Tensor dx) {
        if (norm == null || !norm.trained()) {
            statistics.backward(dy, x, clamp, dx, null, null);
        } else {
            gradients.add(norm.layer().weight(), dWeight -> gradients.add(norm.layer().bias(), dBias ->
                    statistics.backward(dy, x, clamp, dx, dWeight, dBias)));
        }
    }

    /** Passes a gradient on. */
    void passGradient(Tensor dx, Variable x) {
        if (x.needsGradient()) {
            x.addGradient(dx);
        } else {
            arena.release(dx);
        }
    }

    private Variable drop(Variable input) {
        if (dropout.probability() == 0) {
            return input;
        }
        Tensor y = arena.take(value(input).shape());
        dropout.apply(input.value(), y);
        return compute(y, dy -> {
            dropout.apply(dy, dy);
            passGradient(dy, input);
        });
    }

    private Variable linear(Linear layer, Variable input) {
        Tensor x = value(input);
        Tensor y = io.github.tsmjava.tensor.ops.layer.Linear.linear(x, layer.weight(), layer.bias());
        return compute(y, dy -> {
            gradients.add(layer.weight(), dw -> MatMul.matmul(dy, x, true, false, dw));
            gradients.add(layer.bias(), db -> ConvolutionGradient.bias(dy, db));
            computeGradient(input, dx -> MatMul.matmul(dy, layer.weight(), false, false, dx));
            arena.release(dy);
        });
    }

    @Override
    public Variable shift(TemporalShift layer, Variable input) {
        if (input.images() > 0) {
            return stacks().shift(layer, input);
        }
        Tensor y = arena.take(value(input).shape());
        layer.shift().apply(input.value(), layer.segments(), y);
        return compute(y, dy -> {
            layer.shift().adjoint().applyInPlace(dy, layer.segments());
            passGradient(dy, input);
        });
    }

    @Override
    public Variable pool(TemporalPool layer, Variable x) {
        return pools().max(layer, x);
    }

    @Override
    public Variable attend(NonLocal layer, Variable theQueries, Variable theKeys, Variable theValues) {
        Variable queries = stacks().plain(theQueries);
        Variable keys = stacks().plain(theKeys);
        Variable values = stacks().plain(theValues);
        Tensor q = value(queries);
        Tensor k = value(keys);
        Tensor v = value(values);
        Attention attention = new Attention(layer, arena);
        return compute(attention.forward(q, k, v), dy -> {
            List<Tensor> parts = attention.backward(dy, q, k, v);
            arena.release(dy);
            passGradient(parts.get(0), queries);
            passGradient(parts.get(1), keys);
            passGradient(parts.get(2), values);
        });
    }

    @Override
    public Variable consensus(Variable scores, int segments) {
        return compute(Consensus.average(value(scores), segments), dy ->
                computeGradient(scores, dx -> Consensus.averageGradient(dy, segments, dx)));
    }
}
