package io.github.tsmjava.models.onnx;

import io.github.tsmjava.models.onnx.OnnxGraph.Operand;
import io.github.tsmjava.nn.graph.Graph;
import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.Operation;
import io.github.tsmjava.nn.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * One frame of one stream, {@code [1, C, H, W]}. In front of a shifted layer stands an input, the moving channels of
 * the frame before, and an output, those of this frame.
 *
 * <p>Source: TSM, section 4.2; names and order as in MIT's online demo.
 */
final class StreamWriter extends OnnxWriter {

    private static final int[] CHANNELS = {1};

    /** What the next frame needs. */
    private record Buffer(Operand channels, int[] shape) {
    }

    private final OnnxGraph onnx;
    private final List<Buffer> buffers = new ArrayList<>();

    StreamWriter(OnnxGraph onnx) {
        super(onnx);
        this.onnx = onnx;
    }

    /** Writes all nodes, and makes outputs of the logits and of what the next frame needs, in this order. */
    void writeWithOutputs(Graph graph, Operand frame) {
        onnx.output("o0", write(graph, frame), 1, graph.output().channels());
        for (int i = 0; i < buffers.size(); i++) {
            onnx.output("o" + (i + 1), buffers.get(i).channels, buffers.get(i).shape);
        }
    }

    /** The number of shifted layers so far. */
    int buffers() {
        return buffers.size();
    }

    @Override
    Operand mixFrames(Node node, List<Operand> operands) {
        if (!(node.operation() instanceof Operation.Shift shift)) {
            throw new IllegalStateException(node.name() + " cannot be streamed");
        }
        Value x = node.input();
        int fold = shift.shift().fold(x.channels());
        if (fold == 0) {
            return operands.getFirst();
        }
        int[] shape = {1, fold, x.height(), x.width()};
        Operand previous = onnx.input("i" + (buffers.size() + 1), shape);
        Operand moving = slice(node.name() + ".moving", operands.getFirst(), CHANNELS, new int[] {0}, new int[] {fold});
        Operand still = slice(node.name() + ".still", operands.getFirst(), CHANNELS, new int[] {fold},
                new int[] {x.channels()});
        buffers.add(new Buffer(moving, shape));
        return concat(node.name() + ".shift", List.of(previous, still), 1);
    }
}
