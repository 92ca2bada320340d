package io.github.tsmjava.nn.plan.pass;

import io.github.tsmjava.nn.graph.Convolution;
import io.github.tsmjava.nn.graph.Graph;
import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.Operation;
import io.github.tsmjava.nn.graph.Value;
import io.github.tsmjava.tensor.ops.ConvSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a step in front of a 1×1 convolution with a stride that copies the pixels it reads: pixels side by side are what
 * the kernels are fast on.
 */
final class SampleFirst {

    private SampleFirst() {
    }

    static Graph in(Graph graph) {
        return graph.rewritten((node, nodes) -> {
            if (node.operation() instanceof FusedConvolution convolution && convolution.isPointwise()
                    && convolution.stride() > 1 && convolution.shiftOrNull() == null) {
                Value x = node.input();
                Value sampled = Value.maps(x.frames(), x.channels(), node.output().height(), node.output().width());
                nodes.add(
                        new Node(node.name(), new Operation.MaxPool(1, convolution.stride(), 0), List.of(x), sampled));
                List<Value> inputs = new ArrayList<>(node.inputs());
                inputs.set(0, sampled);
                Convolution dense = new Convolution(convolution.filters(), ConvSpec.of(1, 0));
                nodes.add(new Node(node.name(), convolution.with(dense), inputs, node.output()));
            } else {
                nodes.add(node);
            }
        });
    }
}
