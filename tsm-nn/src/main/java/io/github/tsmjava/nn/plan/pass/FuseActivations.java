package io.github.tsmjava.nn.plan.pass;

import io.github.tsmjava.nn.graph.Graph;
import io.github.tsmjava.nn.graph.Operation.Activate;
import io.github.tsmjava.tensor.ops.Activation.Clamp;

/** Lets a convolution clamp its result, if nobody else reads it. Other activations stay nodes of their own. */
final class FuseActivations {

    private FuseActivations() {
    }

    static Graph in(Graph graph) {
        return graph.rewritten((node, nodes) -> {
            if (node.operation() instanceof Activate(Clamp clamp) && graph.isReadOnce(node.input())
                    && nodes.producer(node.input()).operation() instanceof FusedConvolution convolution
                    && !convolution.isClamped()) {
                nodes.fuse(nodes.producer(node.input()), convolution.with(clamp), node);
            } else {
                nodes.add(node);
            }
        });
    }
}
