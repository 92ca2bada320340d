package io.github.tsmjava.nn.plan;

import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.plan.pass.FusedConvolution;
import io.github.tsmjava.nn.plan.pass.MemoryLayout;
import io.github.tsmjava.nn.plan.pass.Storage;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.WinogradConvolution;

/** A 3×3 convolution by Winograd's algorithm. */
final class WinogradStep implements Step {

    private final WinogradConvolution convolution;
    private final Storage x;
    private final Storage residual;
    private final Storage y;

    WinogradStep(Node node, FusedConvolution operation, MemoryLayout memory, BlockedKernels kernels) {
        x = memory.of(node.input());
        y = memory.of(node.output());
        residual = memory.of(FusedConvolution.residual(node));
        convolution = new WinogradConvolution(kernels, x.maps(), y.maps(), residual == null ? null : residual.maps(),
                operation.filters().scaledWeight().data(), ConvolutionStep.epilogue(operation, y.maps()));
    }

    @Override
    public void run(Workspace workspace, WorkerPool pool) {
        convolution.run(workspace.array(x), workspace.base(x),
                workspace.array(residual), workspace.base(residual), workspace.array(y), workspace.base(y), pool);
    }
}
