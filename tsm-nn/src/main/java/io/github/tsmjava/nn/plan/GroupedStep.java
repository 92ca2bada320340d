package io.github.tsmjava.nn.plan;

import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.plan.pass.FusedConvolution;
import io.github.tsmjava.nn.plan.pass.MemoryLayout;
import io.github.tsmjava.nn.plan.pass.Storage;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.GroupedConvolution;

/** A convolution of channel groups. */
final class GroupedStep implements Step {

    private final GroupedConvolution convolution;
    private final Storage x;
    private final Storage y;

    GroupedStep(Node node, FusedConvolution operation, MemoryLayout memory, BlockedKernels kernels,
                ScaledWeights weights) {
        x = memory.of(node.input());
        y = memory.of(node.output());
        GroupedConvolution.Shape shape = new GroupedConvolution.Shape(x.maps(), y.maps(), operation.kernel(),
                operation.stride(), operation.padding(), operation.groups());
        convolution = GroupedConvolution.of(kernels, shape, weights.of(operation.filters()),
                ConvolutionStep.epilogue(operation, y.maps()));
    }

    @Override
    public void run(Workspace workspace, WorkerPool pool) {
        convolution.run(workspace.array(x), workspace.base(x), workspace.array(y), workspace.base(y), pool);
    }
}
