package io.github.tsmjava.nn.plan.pass;

import io.github.tsmjava.nn.graph.Graph;
import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.NodeList;
import io.github.tsmjava.nn.graph.Operation.Activate;
import io.github.tsmjava.tensor.ops.Activation.Clamp;

/** Lets a convolution clamp its result, if nobody else reads it. Other activations stay nodes of their own. */
final class FuseActivations {

    private FuseActivations() {
    }

    static Graph in(Graph graph) {
        NodeList nodes = new NodeList();
        for (Node node : graph.nodes()) {
            if (node.operation() instanceof Activate(Clamp clamp) && graph.isReadOnce(node.input())
                    && nodes.producer(node.input()).operation() instanceof FusedConvolution convolution
                    && !convolution.isClamped()) {
                Node before = nodes.producer(node.input());
                nodes.replace(before, new Node(before.name(), convolution.with(clamp), before.inputs(), node.output()));
            } else {
                nodes.add(node);
            }
        }
        return nodes.graph(graph.output());
    }
}
