package io.github.tsmjava.nn.plan.pass;

import io.github.tsmjava.nn.graph.Graph;
import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.NodeList;
import io.github.tsmjava.nn.graph.Operation;
import io.github.tsmjava.nn.graph.Value;
import java.util.List;

/**
 * Lets a convolution start from the residual that is added to it, if that is there before and nobody else reads its
 * result.
 */
final class FuseResiduals {

    private FuseResiduals() {
    }

    static Graph in(Graph graph) {
        return graph.rewritten((node, nodes) -> {
            if (node.operation() instanceof Operation.Add) {
                add(node, nodes, graph);
            } else {
                nodes.add(node);
            }
        });
    }

    private static void add(Node sum, NodeList nodes, Graph graph) {
        Value left = sum.inputs().get(0);
        Value right = sum.inputs().get(1);
        boolean leftIsLater = nodes.position(left) > nodes.position(right);
        Value later = leftIsLater ? left : right;
        Value earlier = leftIsLater ? right : left;
        Node node = nodes.producer(later);
        if (graph.isReadOnce(later) && node.operation() instanceof FusedConvolution convolution
                && !convolution.isGrouped() && !convolution.isClamped() && FusedConvolution.residual(node) == null) {
            nodes.replace(node, new Node(node.name(), convolution, List.of(node.input(), earlier), sum.output()));
        } else {
            nodes.add(sum);
        }
    }
}
