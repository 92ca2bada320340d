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
 * Lets convolutions read through the shift in front of them, which only changes where they read. For others it is carried
 * out, as late as possible, since its result takes memory.
 */
final class FuseShifts {

    private final Graph graph;
    private final NodeList nodes = new NodeList();
    private final Set<Node> carriedOut = new HashSet<>();

    private FuseShifts(Graph graph) {
        this.graph = graph;
    }

    static Graph in(Graph graph) {
        return new FuseShifts(graph).rewritten();
    }

    private Graph rewritten() {
        for (Node node : graph.nodes()) {
            if (node.operation() instanceof Operation.Shift) {
                continue;
            }
            Node before = node.inputs().isEmpty() ? null : graph.producer(node.input());
            if (before != null && before.operation() instanceof Operation.Shift shift
                    && node.operation() instanceof FusedConvolution convolution && !convolution.isDepthwise()
                    && convolution.convolution().isFrameByFrame()) {
                carryOut(before.input());
                nodes.add(new Node(node.name(), convolution.behind(shift), List.of(before.input()), node.output()));
            } else {
                node.inputs().forEach(this::carryOut);
                nodes.add(node);
            }
        }
        carryOut(graph.output());
        return nodes.graph(graph.output());
    }

    /** Makes sure of a node that computes a value, if it is shifted. */
    private void carryOut(Value value) {
        Node node = graph.producer(value);
        if (node.operation() instanceof Operation.Shift && carriedOut.add(node)) {
            carryOut(node.input());
            nodes.add(node);
        }
    }
}
