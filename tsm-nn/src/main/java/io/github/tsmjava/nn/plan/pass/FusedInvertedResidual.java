package io.github.tsmjava.nn.plan.pass;

import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.Operation;
import io.github.tsmjava.nn.graph.Value;
import java.util.List;

/**
 * Three convolutions in one pass; the wide values between them are never stored. The node reads what the first one
 * reads and, if there is one, the residual of the last.
 *
 * @param expand    its operation is a {@link FusedConvolution}, as are the others'
 * @param depthwise reads expand
 * @param project   reads depthwise
 */
public record FusedInvertedResidual(Node expand, Node depthwise, Node project) implements Operation.Fused {

    public FusedConvolution expansion() {
        return (FusedConvolution) expand.operation();
    }

    public FusedConvolution filter() {
        return (FusedConvolution) depthwise.operation();
    }

    public FusedConvolution projection() {
        return (FusedConvolution) project.operation();
    }

    @Override
    public long multiplyAdds(List<Value> inputs, Value output) {
        return expand.multiplyAdds() + depthwise.multiplyAdds() + project.multiplyAdds();
    }
}
