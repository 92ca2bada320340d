package io.github.tsmjava.models.onnx;

import static io.github.tsmjava.models.onnx.OnnxGraph.ANY;

import io.github.tsmjava.models.onnx.OnnxGraph.Attribute;
import io.github.tsmjava.models.onnx.OnnxGraph.Value;
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.TemporalPool;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Frames of whole clips, {@code [N·T, C, H, W]} with N open. What mixes frames sees them as {@code [N, T, C, H·W]}.
 *
 * <p>Nothing is written into a part of a tensor: exporters that trace such an assignment turn it into constants.
 */
final class ClipFlow extends OnnxFlow {

    private static final int[] TIME_AND_CHANNELS = {1, 2};

    private final OnnxGraph graph;

    ClipFlow(OnnxGraph graph) {
        super(graph);
        this.graph = graph;
    }

    /** Some channels of the frames of all clips. */
    private record Group(String name, Value clips, int segments, int from, int to) {
    }

    @Override
    public Maps shift(TemporalShift layer, Maps x) {
        Shift shift = layer.shift();
        int fold = shift.fold(x.channels);
        if (fold == 0) {
            return x;
        }
        int segments = layer.segments();
        String name = layer.name();
        Value clips = reshape(name + ".clips", value(x), ANY, segments, x.channels, x.pixels());
        List<Value> groups = new ArrayList<>();
        Group first = new Group(name + ".first", clips, segments, 0, fold);
        groups.add(move(first, shift.first(), shift.boundary()));
        int still = shift.second() == 0 ? fold : 2 * fold;
        if (still > fold) {
            Group second = new Group(name + ".second", clips, segments, fold, still);
            groups.add(move(second, shift.second(), shift.boundary()));
        }
        if (still < x.channels) {
            groups.add(frames(new Group(name + ".still", clips, segments, still, x.channels), 0, segments));
        }
        Value shifted = concat(name + ".shift", groups, 2);
        return like(x, reshape(name + ".frames", shifted, ANY, x.channels, x.height, x.width));
    }

    /** Each frame gets the group of the frame {@code offset} later. */
    private Value move(Group group, int offset, Shift.Boundary boundary) {
        int segments = group.segments;
        if (offset == 0) {
            return frames(group, 0, segments);
        }
        if (boundary == Shift.Boundary.CIRCULANT) {
            int start = Math.floorMod(offset, segments);
            return start == 0 ? frames(group, 0, segments) : concat(group.name + ".ring",
                    List.of(frames(group, start, segments), frames(group, 0, start)), 1);
        }
        if (segments == 1) {
            // Nothing is left to be padded: the frame beyond the end is taken after padding.
            Value padded = pad(group.name, frames(group, 0, 1), 0, 1);
            return frames(new Group(group.name, padded, 2, 0, group.to - group.from), 1, 2);
        }
        Value kept = frames(group, Math.max(0, offset), segments + Math.min(0, offset));
        return pad(group.name, kept, Math.max(0, -offset), Math.max(0, offset));
    }

    private Value frames(Group group, int first, int end) {
        return slice(group.name, group.clips, TIME_AND_CHANNELS,
                new int[] {first, group.from}, new int[] {end, group.to});
    }

    /** Frames of zeros before and after each clip. */
    private Value pad(String name, Value clips, int before, int after) {
        return graph.node("Pad", name + ".pad", List.of(clips, graph.integers(0, before, 0, 0, 0, after, 0, 0)));
    }

    /** Clips as ONNX's convolution wants them, {@code [N, C, T, H, W]}, and back to frames. */
    @Override
    Maps convolution(Conv3d layer, Maps x) {
        String name = layer.name();
        Value frames = reshape(name + ".clips", value(x), ANY, layer.segments(), x.channels, x.height, x.width);
        Value clips = transpose(name + ".clips", frames, 0, 2, 1, 3, 4);
        ConvSpec image = layer.spec().image();
        int outputs = layer.weight().dim(0);
        int height = image.outputHeight(x.height, layer.weight().dim(3));
        int width = image.outputWidth(x.width, layer.weight().dim(4));
        String back = name + ".frames";
        UnaryOperator<Value> toFrames =
                y -> reshape(back, transpose(back, y, 0, 2, 1, 3, 4), ANY, outputs, height, width);
        return held(FoldedConvolution.of(name, clips, layer.weight(), layer.bias(), layer.spec(), toFrames),
                x, image);
    }

    /** Each clip is one picture, its frames the rows. */
    @Override
    public Maps pool(TemporalPool layer, Maps x) {
        int segments = layer.segments();
        Value rows = reshape(layer.name() + ".rows", value(x), ANY, 1, segments, x.channels * x.pixels());
        Value pooled = graph.node("MaxPool", layer.name() + ".pool", List.of(rows),
                Attribute.list("kernel_shape", 3, 1), Attribute.list("pads", 1, 0, 0, 0), Attribute.list("strides", 2, 1));
        return like(x, reshape(layer.name() + ".frames", pooled, ANY, x.channels, x.height, x.width));
    }

    @Override
    public Maps attend(NonLocal layer, Maps queries, Maps keys, Maps values) {
        String name = layer.name();
        int segments = layer.segments();
        Value keyColumns = reshape(name + ".keys", transpose(name + ".keys", clips(layer, keys), 0, 2, 1, 3),
                ANY, keys.channels, segments * keys.pixels());
        Value affinities = graph.node("MatMul", name + ".affinities", List.of(rows(layer, queries), keyColumns));
        Value weights = layer.mode() == NonLocal.Mode.DOT_PRODUCT
                ? graph.node("Div", name + ".weights", List.of(affinities, graph.scalar(segments * keys.pixels())))
                : graph.node("Softmax", name + ".weights", List.of(affinities), Attribute.of("axis", -1));
        Value answers = graph.node("MatMul", name + ".answers", List.of(weights, rows(layer, values)));
        Value frames = transpose(name + ".answers",
                reshape(name + ".answers", answers, ANY, segments, queries.pixels(), values.channels), 0, 1, 3, 2);
        return new Maps(reshape(name + ".answers", frames, ANY, values.channels, queries.height, queries.width),
                values.channels, queries.height, queries.width);
    }

    private Value clips(NonLocal layer, Maps x) {
        return reshape(layer.name() + ".clips", value(x), ANY, layer.segments(), x.channels, x.pixels());
    }

    /** The pixels of each clip as rows, frame by frame: {@code [N, T·H·W, C]}. */
    private Value rows(NonLocal layer, Maps x) {
        Value rows = transpose(layer.name() + ".rows", clips(layer, x), 0, 1, 3, 2);
        return reshape(layer.name() + ".rows", rows, ANY, layer.segments() * x.pixels(), x.channels);
    }

    private Value transpose(String name, Value x, int... axes) {
        return graph.node("Transpose", name, List.of(x), Attribute.list("perm", axes));
    }

    @Override
    public Maps consensus(Maps scores, int segments) {
        Value clips = reshape("consensus.clips", value(scores), ANY, segments, scores.channels);
        return like(scores, graph.node("ReduceMean", "consensus", List.of(clips), Attribute.list("axes", 1),
                Attribute.of("keepdims", 0)));
    }
}
