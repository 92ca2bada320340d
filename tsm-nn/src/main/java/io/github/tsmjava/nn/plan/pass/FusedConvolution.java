package io.github.tsmjava.nn.plan.pass;

import io.github.tsmjava.nn.graph.Convolution;
import io.github.tsmjava.nn.graph.Filters;
import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.Operation;
import io.github.tsmjava.nn.graph.Value;
import io.github.tsmjava.tensor.ops.Activation;
import io.github.tsmjava.tensor.ops.Activation.Clamp;
import java.util.List;

/**
 * A convolution that our kernels compute, with what surrounds it: {@code clamp(convolution(shift(x)) + residual)}. The
 * node reads x and, if there is one, the residual.
 *
 * @param shiftOrNull in front of it
 */
public record FusedConvolution(Convolution convolution, Operation.Shift shiftOrNull, Clamp clamp)
        implements Operation.Fused {

    /** With nothing around it. */
    FusedConvolution(Convolution convolution) {
        this(convolution, null, Activation.IDENTITY);
    }

    FusedConvolution with(Convolution other) {
        return new FusedConvolution(other, shiftOrNull, clamp);
    }

    FusedConvolution behind(Operation.Shift shift) {
        return new FusedConvolution(convolution, shift, clamp);
    }

    FusedConvolution with(Clamp behind) {
        return new FusedConvolution(convolution, shiftOrNull, behind);
    }

    /** The residual of a node with this operation, or null. */
    public static Value residual(Node node) {
        return node.inputs().size() > 1 ? node.inputs().get(1) : null;
    }

    public Filters filters() {
        return convolution.filters();
    }

    public int kernel() {
        return convolution.kernel();
    }

    public int stride() {
        return convolution.spec().strideH();
    }

    public int padding() {
        return convolution.spec().padH();
    }

    public int groups() {
        return convolution.spec().groups();
    }

    /** Whether an output channel reads some of the input channels alone. */
    public boolean isGrouped() {
        return groups() > 1;
    }

    /** Whether each channel is convolved on its own, by a 3×3 filter as the depthwise kernels take it. */
    public boolean isDepthwise() {
        return isGrouped() && convolution.filters().weight().dim(1) == 1 && groups() == filters().outputs()
                && kernel() == 3 && padding() == 1;
    }

    boolean isClamped() {
        return !clamp.equals(Activation.IDENTITY);
    }

    /** Whether it looks at single pixels of single frames. */
    boolean isPointwise() {
        return kernel() == 1 && padding() == 0 && !isGrouped() && convolution.isFrameByFrame();
    }

    @Override
    public long multiplyAdds(List<Value> inputs, Value output) {
        return convolution.multiplyAdds(inputs, output);
    }
}
