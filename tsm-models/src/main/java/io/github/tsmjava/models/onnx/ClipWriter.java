package io.github.tsmjava.models.onnx;

import static io.github.tsmjava.models.onnx.OnnxGraph.ANY;

import io.github.tsmjava.models.onnx.OnnxGraph.Attribute;
import io.github.tsmjava.models.onnx.OnnxGraph.Operand;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.graph.Convolution;
import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.Operation;
import io.github.tsmjava.nn.graph.Value;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.tensor.ops.layer.TemporalPool.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames of whole clips, {@code [N·T, C, H, W]} with N open. What mixes frames sees them as {@code [N, T, C, H·W]}.
 *
 * <p>Nothing is written into a part of a tensor: exporters that trace such an assignment turn it into constants.
 */
final class ClipWriter extends OnnxWriter {

    private static final int[] TIME_AND_CHANNELS = {1, 2};

    private final OnnxGraph onnx;

    ClipWriter(OnnxGraph onnx) {
        super(onnx);
        this.onnx = onnx;
    }

    /** Some channels of the frames of all clips. */
    private record Group(String name, Operand clips, int segments, int from, int to) {
    }

    @Override
    Operand mixFrames(Node node, List<Operand> operands) {
        Operand x = operands.getFirst();
        return switch (node.operation()) {
            case Operation.Shift shift -> shift(node, shift, x);
            case Convolution conv -> convolution(node, conv, x);
            case Operation.TemporalPool pool -> pool(node, pool, x);
            case Operation.Attention attention -> attend(node, attention, operands);
            case Operation.Consensus mean -> average(node, mean.segments(), x);
            default -> throw new IllegalStateException("not known to ONNX: " + node.name());
        };
    }

    private Operand shift(Node node, Operation.Shift operation, Operand x) {
        Shift shift = operation.shift();
        Value maps = node.input();
        int channels = maps.channels();
        int fold = shift.fold(channels);
        if (fold == 0) {
            return x;
        }
        int segments = operation.segments();
        String name = node.name();
        Operand clips = reshape(name + ".clips", x, ANY, segments, channels, maps.pixels());
        List<Operand> groups = new ArrayList<>();
        Group first = new Group(name + ".first", clips, segments, 0, fold);
        groups.add(move(first, shift.first(), shift.boundary()));
        int still = shift.second() == 0 ? fold : 2 * fold;
        if (still > fold) {
            Group second = new Group(name + ".second", clips, segments, fold, still);
            groups.add(move(second, shift.second(), shift.boundary()));
        }
        if (still < channels) {
            groups.add(frames(new Group(name + ".still", clips, segments, still, channels), 0, segments));
        }
        return frames(node, concat(name + ".shift", groups, 2));
    }

    /** Clips as the frames that a node computes. */
    private Operand frames(Node node, Operand clips) {
        Value maps = node.output();
        return reshape(node.name() + ".frames", clips, ANY, maps.channels(), maps.height(), maps.width());
    }

    /** Each frame gets the group of the frame {@code offset} later. */
    private Operand move(Group group, int offset, Shift.Boundary boundary) {
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
            Operand padded = pad(group.name, frames(group, 0, 1), 0, 1);
            return frames(new Group(group.name, padded, 2, 0, group.to - group.from), 1, 2);
        }
        Operand kept = frames(group, Math.max(0, offset), segments + Math.min(0, offset));
        return pad(group.name, kept, Math.max(0, -offset), Math.max(0, offset));
    }

    private Operand frames(Group group, int first, int end) {
        return slice(group.name, group.clips, TIME_AND_CHANNELS,
                new int[] {first, group.from}, new int[] {end, group.to});
    }

    /** Frames of zeros before and after each clip. */
    private Operand pad(String name, Operand clips, int before, int after) {
        return onnx.node("Pad", name + ".pad", List.of(clips, onnx.integers(0, before, 0, 0, 0, after, 0, 0)));
    }

    /** Clips as ONNX's convolution wants them, {@code [N, C, T, H, W]}, and back to frames. */
    private Operand convolution(Node node, Convolution conv, Operand x) {
        String name = node.name();
        Value maps = node.input();
        Convolution.Time time = conv.time();
        ConvSpec spec = conv.spec();
        Operand frames = reshape(name + ".clips", x, ANY, time.segments(), maps.channels(), maps.height(),
                maps.width());
        Operand clips = transpose(name + ".clips", frames, 0, 2, 1, 3, 4);
        Operand y = onnx.node("Conv", name, List.of(clips, weight(name, conv.filters()), bias(name, conv.filters())),
                Attribute.of("group", spec.groups()),
                Attribute.list("kernel_shape", time.kernel(), conv.kernel(), conv.kernel()),
                Attribute.list("pads", time.padding(), spec.padH(), spec.padW(), time.padding(), spec.padH(),
                        spec.padW()),
                Attribute.list("strides", time.stride(), spec.strideH(), spec.strideW()));
        return frames(node, transpose(name + ".frames", y, 0, 2, 1, 3, 4));
    }

    /** Each clip is one picture, its frames the rows. */
    private Operand pool(Node node, Operation.TemporalPool pool, Operand x) {
        Value maps = node.input();
        Window window = pool.window();
        // Behind the last window there is nothing to pad.
        int behind = (window.outputFrames(pool.segments()) - 1) * window.stride() - window.padding() + window.kernel();
        Operand rows = reshape(node.name() + ".rows", x, ANY, 1, pool.segments(), maps.channels() * maps.pixels());
        return frames(node, onnx.node("MaxPool", node.name() + ".pool", List.of(rows),
                Attribute.list("kernel_shape", window.kernel(), 1),
                Attribute.list("pads", window.padding(), 0, Math.max(0, behind - pool.segments()), 0),
                Attribute.list("strides", window.stride(), 1)));
    }

    private Operand attend(Node node, Operation.Attention attention, List<Operand> operands) {
        String name = node.name();
        int segments = attention.segments();
        Value queries = node.inputs().get(0);
        Value keys = node.inputs().get(1);
        Value values = node.inputs().get(2);
        Operand keyClips = clips(name, segments, operands.get(1), keys);
        Operand keyColumns = reshape(name + ".keys", transpose(name + ".keys", keyClips, 0, 2, 1, 3),
                ANY, keys.channels(), segments * keys.pixels());
        Operand affinities = onnx.node("MatMul", name + ".affinities",
                List.of(rows(name, segments, operands.get(0), queries), keyColumns));
        Operand weights = attention.mode() == NonLocal.Mode.DOT_PRODUCT
                ? onnx.node("Div", name + ".weights", List.of(affinities, onnx.scalar(segments * keys.pixels())))
                : onnx.node("Softmax", name + ".weights", List.of(affinities), Attribute.of("axis", -1));
        Operand answers = onnx.node("MatMul", name + ".answers",
                List.of(weights, rows(name, segments, operands.get(2), values)));
        return frames(node, transpose(name + ".answers",
                reshape(name + ".answers", answers, ANY, segments, queries.pixels(), values.channels()), 0, 1, 3, 2));
    }

    private Operand clips(String name, int segments, Operand x, Value maps) {
        return reshape(name + ".clips", x, ANY, segments, maps.channels(), maps.pixels());
    }

    /** The pixels of each clip as rows, frame by frame: {@code [N, T·H·W, C]}. */
    private Operand rows(String name, int segments, Operand x, Value maps) {
        Operand rows = transpose(name + ".rows", clips(name, segments, x, maps), 0, 1, 3, 2);
        return reshape(name + ".rows", rows, ANY, segments * maps.pixels(), maps.channels());
    }

    private Operand transpose(String name, Operand x, int... axes) {
        return onnx.node("Transpose", name, List.of(x), Attribute.list("perm", axes));
    }

    private Operand average(Node node, int segments, Operand x) {
        Operand clips = reshape(node.name() + ".clips", x, ANY, segments, node.input().channels());
        return onnx.node("ReduceMean", node.name(), List.of(clips), Attribute.list("axes", 1),
                Attribute.of("keepdims", 0));
    }
}
