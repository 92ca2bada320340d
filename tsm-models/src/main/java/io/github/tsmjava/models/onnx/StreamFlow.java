package io.github.tsmjava.models.onnx;

import io.github.tsmjava.models.onnx.OnnxGraph.Value;
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.TemporalPool;
import io.github.tsmjava.nn.TemporalShift;
import java.util.ArrayList;
import java.util.List;

/**
 * One frame of one stream, {@code [1, C, H, W]}. In front of a shifted layer stands an input, the moving channels of
 * the frame before, and an output, those of this frame.
 *
 * <p>Source: TSM, section 3.3; names and order as in MIT's online demo.
 */
final class StreamFlow extends OnnxFlow {

    private static final int[] CHANNELS = {1};

    private final OnnxGraph graph;
    private final List<Maps> buffers = new ArrayList<>();

    StreamFlow(OnnxGraph graph) {
        super(graph);
        this.graph = graph;
    }

    /** The number of shifted layers so far. */
    int buffers() {
        return buffers.size();
    }

    /** Makes outputs of the logits and of what the next frame needs, in this order. */
    void finish(Maps logits) {
        graph.output("o0", value(logits), 1, logits.channels);
        for (int i = 0; i < buffers.size(); i++) {
            Maps buffer = buffers.get(i);
            graph.output("o" + (i + 1), value(buffer), 1, buffer.channels, buffer.height, buffer.width);
        }
    }

    @Override
    public Maps shift(TemporalShift layer, Maps x) {
        int fold = layer.shift().fold(x.channels);
        if (fold == 0) {
            return x;
        }
        Value previous = graph.input("i" + (buffers.size() + 1), 1, fold, x.height, x.width);
        Value moving = slice(layer.name() + ".moving", value(x), CHANNELS, new int[] {0}, new int[] {fold});
        Value still = slice(layer.name() + ".still", value(x), CHANNELS, new int[] {fold}, new int[] {x.channels});
        buffers.add(new Maps(moving, fold, x.height, x.width));
        return like(x, concat(layer.name() + ".shift", List.of(previous, still), 1));
    }

    @Override
    Maps convolution(Conv3d layer, Maps x) {
        throw new IllegalStateException(layer.name() + " cannot be streamed");
    }

    @Override
    public Maps pool(TemporalPool layer, Maps x) {
        throw new IllegalStateException(layer.name() + " cannot be streamed");
    }

    @Override
    public Maps attend(NonLocal layer, Maps queries, Maps keys, Maps values) {
        throw new IllegalStateException(layer.name() + " cannot be streamed");
    }

    /** The frames of a stream are scored one by one. */
    @Override
    public Maps consensus(Maps scores, int segments) {
        return scores;
    }
}
