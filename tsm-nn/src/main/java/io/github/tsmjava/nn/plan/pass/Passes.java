package io.github.tsmjava.nn.plan.pass;

import io.github.tsmjava.nn.graph.FoldBatchNorms;
import io.github.tsmjava.nn.graph.Graph;
import java.util.List;
import java.util.function.UnaryOperator;

/** Everything that rewrites a network's graph before it becomes steps. */
public final class Passes {

    private static final List<UnaryOperator<Graph>> IN_ORDER = List.of(
            FoldBatchNorms::in,
            FindConvolutions::in,
            FuseShifts::in,
            FuseActivations::in,
            FuseResiduals::in,
            // Once more, for the activations behind residuals.
            FuseActivations::in,
            SampleFirst::in,
            FuseInvertedResiduals::in);

    private Passes() {
    }

    /** A graph that computes the same in fewer nodes. */
    public static Graph over(Graph graph) {
        Graph result = graph;
        for (UnaryOperator<Graph> pass : IN_ORDER) {
            result = pass.apply(result);
        }
        return result;
    }
}
