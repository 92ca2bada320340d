package io.github.tsmjava.nn.plan.pass;

import io.github.tsmjava.nn.graph.Graph;
import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.NodeList;
import io.github.tsmjava.nn.graph.Operation;
import io.github.tsmjava.nn.graph.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lets convolutions read through the shift in front of them, which only changes where they read. For others it is
 * carried out, as late as possible, since its result takes memory.
 */
final class FuseShifts {

    private final Graph graph;
    private final Set<Node> carriedOut = new HashSet<>();

    private FuseShifts(Graph graph) {
        this.graph = graph;
    }

    static Graph in(Graph graph) {
        return graph.rewritten(new FuseShifts(graph)::rewrite);
    }

    private void rewrite(Node node, NodeList nodes) {
        if (node.operation() instanceof Operation.Shift) {
            if (node.output() == graph.output()) {
                carryOut(node.output(), nodes);
            }
        } else if (node.operation() instanceof FusedConvolution convolution && !convolution.isGrouped()
                && convolution.convolution().isFrameByFrame()
                && graph.producer(node.input()).operation() instanceof Operation.Shift shift) {
            Value x = graph.producer(node.input()).input();
            carryOut(x, nodes);
            nodes.add(new Node(node.name(), convolution.behind(shift), List.of(x), node.output()));
        } else {
            node.inputs().forEach(value -> carryOut(value, nodes));
            nodes.add(node);
        }
    }

    /** Makes sure of a node that computes a value, if it is shifted. */
    private void carryOut(Value value, NodeList nodes) {
        Node node = graph.producer(value);
        if (node.operation() instanceof Operation.Shift && carriedOut.add(node)) {
            carryOut(node.input(), nodes);
            nodes.add(node);
        }
    }
}
