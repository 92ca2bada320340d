package io.github.tsmjava.nn.plan;

import static io.github.tsmjava.tensor.ShapeException.require;

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
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.kernel.blocked.TimeWindow;
import io.github.tsmjava.tensor.ops.Activation;
import io.github.tsmjava.tensor.ops.ConvSpec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Follows a network's flow and writes down its nodes. Whatever a convolution can take in, it takes in here: the batch norm,
 * activation and residual behind it, the temporal shift in front of it.
 */
final class Tracer implements Flow<Value> {

    private final List<Node> nodes = new ArrayList<>();
    private final boolean streaming;
    private final Iterator<Integer> reads;
    private int consensus = 1;

    /** @param reads how often each value is read, from {@link Reads} */
    Tracer(boolean streaming, List<Integer> reads) {
        this.streaming = streaming;
        this.reads = reads.iterator();
    }

    List<Node> nodes() {
        return nodes;
    }

    /** Frames over which the scores are averaged at the end. */
    int consensus() {
        return consensus;
    }

    Value input(int frames, int channels, int height, int width) {
        return next(add("input", new Node.Input(), frames, channels, height, width));
    }

    /** What an operation of the flow returns. */
    private Value next(Value value) {
        value.readOnce = reads.next() == 1;
        return value;
    }

    private Value add(String name, Node node, int frames, int channels, int height, int width) {
        require(height > 0 && width > 0, "maps of %d × %d pixels: the input is too small for this network", height, width);
        node.inputs().forEach(value -> value.uses++);
        boolean rows = node instanceof Node.AveragePool || node instanceof Node.Conv conv && conv.x.rows;
        node.name = name;
        node.out = new Value(node, rows, frames, channels, height, width);
        nodes.add(node);
        return node.out;
    }

    @Override
    public Value apply(Leaf layer, Value x) {
        return next(switch (layer) {
            case Conv2d conv -> convolve(conv, x);
            case Conv3d conv -> convolve(conv, x);
            case BatchNorm norm -> normalise(norm, x);
            case ActivationLayer act -> activate(act, x);
            case MaxPool2d pool -> pool(pool, settle(x));
            case GlobalAvgPool pool -> add(pool.name(), new Node.AveragePool(settle(x)), 1, x.channels, 1, x.frames);
            case Linear linear -> convolve(linear, x, linear.weight(), linear.bias(), 1, ConvSpec.of(1, 0), false);
        });
    }

    private Value convolve(Conv2d layer, Value x) {
        ConvSpec spec = layer.spec();
        int kernel = layer.weight().dim(2);
        boolean square = spec.strideH() == spec.strideW() && spec.padH() == spec.padW();
        boolean depthwise = spec.groups() > 1 && spec.groups() == x.channels && spec.groups() == layer.weight().dim(0)
                && kernel == 3 && spec.padH() == 1;
        if (!square || spec.groups() > 1 && !depthwise) {
            return plain(layer, settle(x), x.frames, layer.weight().dim(0), spec.outputHeight(x.height, kernel),
                    spec.outputWidth(x.width, kernel));
        }
        return convolve(layer, x, layer.weight(), null, kernel, spec, depthwise);
    }

    private Value convolve(Leaf layer, Value x, Tensor weight, Tensor bias, int kernel, ConvSpec spec,
                           boolean depthwise) {
        int inputs = depthwise ? weight.dim(0) : weight.dim(1);
        require(x.channels == inputs, "expected %d channels, got %d", inputs, x.channels);
        if (kernel == 1 && spec.strideH() > 1 && spec.padH() == 0 && x.source == null) {
            // Sampled first: pixels side by side are what the tiles are fast on.
            Value sampled = add(layer.name(), new Node.MaxPool(x, 1, spec.strideH(), 0), x.frames, x.channels,
                    spec.outputHeight(x.height, 1), spec.outputWidth(x.width, 1));
            return convolve(layer, sampled, weight, bias, 1, ConvSpec.of(1, 0), false);
        }
        Value source = depthwise || x.source == null ? settle(x) : x.source;
        Node.Conv node = new Node.Conv(source, weight, bias, kernel, spec.strideH(), spec.padH(), depthwise);
        if (source == x.source) {
            node.shift = x.shift.shift();
            node.segments = x.shift.segments();
            source.carried |= streaming;
        }
        return add(layer.name(), node, x.frames, weight.dim(0), spec.outputHeight(x.height, kernel),
                spec.outputWidth(x.width, kernel));
    }

    private Value convolve(Conv3d layer, Value x) {
        ConvSpec spec = layer.spec().image();
        int kernel = layer.weight().dim(3);
        int kernelT = layer.weight().dim(2);
        boolean square = spec.strideH() == spec.strideW() && spec.padH() == spec.padW();
        if (layer.isFrameByFrame() && square) {
            return convolve(layer, x, layer.frameWeight(), layer.bias(), kernel, spec, false);
        }
        int frames = x.frames;
        if (!layer.isFrameByFrame()) {
            requireWholeClips(layer.name());
            requireClips(x, layer.segments(), layer.name());
            frames = x.frames / layer.segments() * layer.outputSegments();
        }
        int height = spec.outputHeight(x.height, kernel);
        int width = spec.outputWidth(x.width, kernel);
        Value source = settle(x);
        if (!square) {
            return plain(layer, source, frames, layer.weight().dim(0), height, width);
        }
        Tensor weight = layer.weight();
        require(x.channels == weight.dim(1), "expected %d channels, got %d", weight.dim(1), x.channels);
        Node.Conv node = new Node.Conv(source, weight, layer.bias(), kernel, spec.strideH(), spec.padH(), false);
        node.time = new TimeWindow(kernelT, layer.spec().strideT(), layer.spec().padT(), layer.segments());
        return add(layer.name(), node, frames, weight.dim(0), height, width);
    }

    private Value plain(Leaf layer, Value x, int frames, int channels, int height, int width) {
        return add(layer.name(), new Node.Plain(layer, x), frames, channels, height, width);
    }

    private Value normalise(BatchNorm norm, Value x) {
        if (!(x.producer instanceof Node.Conv conv) || !x.readOnce || conv.isClamped() || conv.residual != null) {
            return plain(norm, settle(x), x.frames, x.channels, x.height, x.width);
        }
        for (int c = 0; c < x.channels; c++) {
            double factor = norm.weight().data()[c] / Math.sqrt(norm.var().data()[c] + BatchNorm.EPS);
            conv.scale[c] *= factor;
            conv.bias[c] = (conv.bias[c] - norm.mean().data()[c]) * factor + norm.bias().data()[c];
        }
        return x;
    }

    private Value activate(ActivationLayer layer, Value x) {
        if (!(x.producer instanceof Node.Conv conv) || !x.readOnce || conv.isClamped()
                || !(layer.activation() instanceof Activation.Clamp clamp)) {
            return plain(layer, settle(x), x.frames, x.channels, x.height, x.width);
        }
        conv.low = clamp.low();
        conv.high = clamp.high();
        return x;
    }

    private Value pool(MaxPool2d pool, Value x) {
        return add(pool.name(), new Node.MaxPool(x, pool.kernel(), pool.stride(), pool.padding()), x.frames, x.channels,
                pooled(x.height, pool), pooled(x.width, pool));
    }

    private static int pooled(int size, MaxPool2d pool) {
        int room = size + 2 * pool.padding() - pool.kernel();
        require(room >= 0, "%s: a window of %d pixels does not fit into %d", pool.name(), pool.kernel(), size);
        return room / pool.stride() + 1;
    }

    @Override
    public Value shift(TemporalShift layer, Value x) {
        if (streaming && !layer.shift().isCausal()) {
            throw new IllegalStateException(layer.name() + " looks at later frames and cannot be streamed");
        }
        if (!streaming) {
            requireClips(x, layer.segments(), layer.name());
        }
        return next(settle(x).shifted(layer));
    }

    /** The value itself: a shift is carried out where it is not a convolution that reads it. */
    Value settle(Value x) {
        if (x.source == null) {
            return x;
        }
        for (Node node : nodes) {
            if (node instanceof Node.Move move && move.x == x.source && move.shift.equals(x.shift.shift())) {
                return move.out;
            }
        }
        Node.Move move = new Node.Move(x.source, x.shift.shift(), x.shift.segments());
        x.source.carried |= streaming;
        return add(x.shift.name(), move, x.frames, x.channels, x.height, x.width);
    }

    @Override
    public Value pool(TemporalPool layer, Value x) {
        requireWholeClips(layer.name());
        Value source = settle(x);
        Node.TimePool node = new Node.TimePool(source, layer.segments());
        return next(add(layer.name(), node, x.frames / 2, x.channels, x.height, x.width));
    }

    @Override
    public Value add(Value a, Value b) {
        Value left = settle(a);
        Value right = settle(b);
        require(left.toString().equals(right.toString()), "cannot add %s and %s", left, right);
        boolean leftIsLater = nodes.indexOf(left.producer) > nodes.indexOf(right.producer);
        Value later = leftIsLater ? left : right;
        Value earlier = leftIsLater ? right : left;
        if (later.producer instanceof Node.Conv conv && later.readOnce && !conv.depthwise && !conv.isClamped()
                && conv.residual == null && later != earlier) {
            conv.residual = earlier;
            earlier.uses++;
            return next(later);
        }
        return next(add("sum", new Node.Sum(left, right), left.frames, left.channels, left.height, left.width));
    }

    @Override
    public Value attend(NonLocal layer, Value queries, Value keys, Value values) {
        requireWholeClips(layer.name());
        requireClips(queries, layer.segments(), layer.name());
        return next(add(layer.name(), new Node.Attend(layer, settle(queries), settle(keys), settle(values)),
                queries.frames, values.channels, queries.height, queries.width));
    }

    @Override
    public Value consensus(Value scores, int segments) {
        consensus = streaming ? 1 : segments;
        boolean readOnce = scores.readOnce;
        Value settled = next(settle(scores));
        // The same value under two names.
        settled.readOnce &= readOnce;
        return settled;
    }

    private static void requireClips(Value x, int segments, String name) {
        require(x.frames % segments == 0, "%d frames are not a multiple of %d segments in %s",
                x.frames, segments, name);
    }

    private void requireWholeClips(String name) {
        if (streaming) {
            throw new IllegalStateException(name + " sees the whole clip and cannot be streamed");
        }
    }
}
