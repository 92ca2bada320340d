package io.github.tsmjava.nn.plan.pass;

import io.github.tsmjava.nn.graph.Graph;
import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.Value;
import io.github.tsmjava.tensor.kernel.blocked.BlockedInvertedResidual;
import java.util.ArrayList;
import java.util.List;

/** Makes an expanding, a depthwise and a projecting convolution one, where that pays. */
final class FuseInvertedResiduals {

    private FuseInvertedResiduals() {
    }

    static Graph in(Graph graph) {
        return graph.rewritten((node, nodes) -> {
            FusedInvertedResidual inverted = endingWith(node, graph);
            if (inverted == null) {
                nodes.add(node);
                return;
            }
            Node expand = inverted.expand();
            Node depthwise = inverted.depthwise();
            nodes.remove(expand);
            nodes.remove(depthwise);
            List<Value> inputs = new ArrayList<>(node.inputs());
            inputs.set(0, expand.input());
            nodes.add(new Node(expand.name() + ", " + depthwise.name() + ", " + node.name(), inverted, inputs,
                    node.output()));
        });
    }

    /** The inverted residual that ends with a node, or null. */
    private static FusedInvertedResidual endingWith(Node project, Graph graph) {
        if (!(project.operation() instanceof FusedConvolution projection) || !projection.isPointwise()
                || projection.stride() != 1 || projection.shiftOrNull() != null || !graph.isReadOnce(project.input())) {
            return null;
        }
        Node depthwise = graph.producer(project.input());
        if (!(depthwise.operation() instanceof FusedConvolution filter) || !filter.isDepthwise()
                || !graph.isReadOnce(depthwise.input())) {
            return null;
        }
        Node expand = graph.producer(depthwise.input());
        boolean fits = expand.operation() instanceof FusedConvolution expansion && !expansion.isGrouped()
                && expansion.convolution().isFrameByFrame() && FusedConvolution.residual(expand) == null;
        Value wide = expand.output();
        return fits && BlockedInvertedResidual.pays(wide.frames(), wide.height())
                ? new FusedInvertedResidual(expand, depthwise, project) : null;
    }
}
