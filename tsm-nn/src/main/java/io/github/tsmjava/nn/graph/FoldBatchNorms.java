package io.github.tsmjava.nn.graph;

/** Makes a batch norm part of the convolution or linear layer in front of it, if nobody else reads what is between. */
public final class FoldBatchNorms {

    private FoldBatchNorms() {
    }

    /** A graph that computes the same. */
    public static Graph in(Graph graph) {
        return graph.rewritten((node, nodes) -> {
            if (node.operation() instanceof Operation.Normalize norm && graph.isReadOnce(node.input())
                    && nodes.producer(node.input()).operation() instanceof Operation.Weighted weighted) {
                nodes.fuse(nodes.producer(node.input()),
                        weighted.with(weighted.filters().followedBy(norm.layer())), node);
            } else {
                nodes.add(node);
            }
        });
    }
}
