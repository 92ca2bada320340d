package io.github.tsmjava.nn.graph;

/** Makes a batch norm part of the convolution or linear layer in front of it, if nobody else reads what is between. */
public final class FoldBatchNorms {

    private FoldBatchNorms() {
    }

    /** A graph that computes the same. */
    public static Graph in(Graph graph) {
        NodeList nodes = new NodeList();
        for (Node node : graph.nodes()) {
            if (node.operation() instanceof Operation.Normalize norm && graph.isReadOnce(node.input())
                    && nodes.producer(node.input()).operation() instanceof Operation.Weighted weighted) {
                Node before = nodes.producer(node.input());
                nodes.replace(before, new Node(before.name(),
                        weighted.with(weighted.filters().followedBy(norm.layer())), before.inputs(), node.output()));
            } else {
                nodes.add(node);
            }
        }
        return nodes.graph(graph.output());
    }
}
