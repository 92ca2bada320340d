package io.github.tsmjava.nn.graph;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.GlobalAvgPool;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Leaf;
import io.github.tsmjava.nn.Linear;
import io.github.tsmjava.nn.MaxPool2d;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.TemporalPool;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.tensor.ops.ConvSpec;
import java.util.List;

/** Follows a network's flow, works out shapes, and writes down a node for each operation. */
final class Tracer implements Flow<Value> {

    private final boolean streaming;
    private final NodeList nodes = new NodeList();

    Tracer(boolean streaming) {
        this.streaming = streaming;
    }

    Graph graph(Value output) {
        return nodes.graph(output);
    }

    Value input(Value value) {
        return node("input", new Operation.Input(), value);
    }

    private Value node(String name, Operation operation, Value output, Value... inputs) {
        require(output.pixels() > 0, "maps of %d × %d pixels: the input is too small for this network",
                output.height(), output.width());
        nodes.add(new Node(name, operation, List.of(inputs), output));
        return output;
    }

    @Override
    public Value apply(Leaf layer, Value x) {
        String name = layer.name();
        return switch (layer) {
            case Conv2d conv -> convolution(name, new Convolution(Filters.of(conv.weight(), null), conv.spec()), x);
            case Conv3d conv when conv.isFrameByFrame() -> convolution(name,
                    new Convolution(Filters.of(conv.frameWeight(), conv.bias()), conv.spec().image()), x);
            case Conv3d conv -> convolutionOverTime(conv, x);
            case BatchNorm norm -> node(name, new Operation.Normalize(norm), x.with(x.frames(), x.channels()), x);
            case ActivationLayer act ->
                    node(name, new Operation.Activate(act.activation()), x.with(x.frames(), x.channels()), x);
            case MaxPool2d pool -> maxPool(pool, x);
            case GlobalAvgPool _ ->
                    node(name, new Operation.AveragePool(), Value.vectors(x.frames(), x.channels()), x);
            case Linear linear -> {
                requireChannels(x, linear.weight().dim(1));
                yield node(name, new Operation.Linear(Filters.of(linear.weight(), linear.bias())),
                        x.with(x.frames(), linear.weight().dim(0)), x);
            }
        };
    }

    private Value convolutionOverTime(Conv3d conv, Value x) {
        requireWholeClips(conv);
        requireClips(x, conv.segments(), conv);
        Convolution.Time time = new Convolution.Time(
                conv.weight().dim(2), conv.spec().strideT(), conv.spec().padT(), conv.segments());
        Convolution convolution =
                new Convolution(Filters.of(conv.weight(), conv.bias()), conv.spec().image(), time);
        return convolution(conv.name(), convolution, x, x.frames() / conv.segments() * conv.outputSegments());
    }

    private Value convolution(String name, Convolution convolution, Value x) {
        return convolution(name, convolution, x, x.frames());
    }

    private Value convolution(String name, Convolution convolution, Value x, int frames) {
        ConvSpec spec = convolution.spec();
        requireChannels(x, convolution.filters().weight().dim(1) * spec.groups());
        return node(name, convolution, Value.maps(frames, convolution.filters().outputs(),
                spec.outputHeight(x.height(), convolution.kernel()), spec.outputWidth(x.width(), convolution.kernel())),
                x);
    }

    private Value maxPool(MaxPool2d pool, Value x) {
        ConvSpec window = ConvSpec.of(pool.stride(), pool.padding());
        return node(pool.name(), new Operation.MaxPool(pool.kernel(), pool.stride(), pool.padding()),
                Value.maps(x.frames(), x.channels(), window.outputHeight(x.height(), pool.kernel()),
                        window.outputWidth(x.width(), pool.kernel())), x);
    }

    @Override
    public Value shift(TemporalShift layer, Value x) {
        if (!streaming) {
            requireClips(x, layer.segments(), layer);
        } else if (!layer.shift().isCausal()) {
            throw new IllegalStateException(layer.name() + " looks at later frames and cannot be streamed");
        }
        return node(layer.name(), new Operation.Shift(layer.shift(), layer.segments()),
                x.with(x.frames(), x.channels()), x);
    }

    @Override
    public Value pool(TemporalPool layer, Value x) {
        requireWholeClips(layer);
        requireClips(x, layer.segments(), layer);
        return node(layer.name(), new Operation.TemporalPool(layer.segments(), layer.window()),
                x.with(x.frames() / layer.segments() * layer.outputSegments(), x.channels()), x);
    }

    @Override
    public Value add(Value a, Value b) {
        require(a.sameShape(b), "cannot add %s and %s", a, b);
        return node("add", new Operation.Add(), a.with(a.frames(), a.channels()), a, b);
    }

    @Override
    public Value attend(NonLocal layer, Value queries, Value keys, Value values) {
        requireWholeClips(layer);
        requireClips(queries, layer.segments(), layer);
        return node(layer.name(), new Operation.Attention(layer.mode(), layer.segments()),
                queries.with(queries.frames(), values.channels()), queries, keys, values);
    }

    /** The frames of a stream are scored one by one. */
    @Override
    public Value consensus(Value scores, int segments) {
        return streaming ? scores : node("consensus", new Operation.Consensus(segments),
                scores.with(scores.frames() / segments, scores.channels()), scores);
    }

    private static void requireChannels(Value x, int channels) {
        require(x.channels() == channels, "expected %d channels, got %d", channels, x.channels());
    }

    private static void requireClips(Value x, int segments, Layer layer) {
        require(x.frames() % segments == 0, "%d frames are not a multiple of %d segments in %s",
                x.frames(), segments, layer.name());
    }

    private void requireWholeClips(Layer layer) {
        if (streaming) {
            throw new IllegalStateException(layer.name() + " sees the whole clip and cannot be streamed");
        }
    }
}
