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
    /** For each frame from how far away its moving channels come; a stream keeps two frames and has one of each. */
    private final int[][][] distances;
    private final Storage x;
    private final Storage residual;
    private final Storage y;

    WinogradStep(Node node, FusedConvolution operation, MemoryLayout memory, BlockedKernels kernels,
                 ScaledWeights weights) {
        x = memory.of(node.input());
        y = memory.of(node.output());
        residual = memory.of(FusedConvolution.residual(node));
        int fold = operation.shiftOrNull() == null ? 0 : operation.shiftOrNull().shift().fold(x.maps().channels());
        distances = ConvolutionStep.distances(operation, x);
        convolution = new WinogradConvolution(kernels, x.maps(), fold, y.maps(), residual == null ? null : residual.maps(),
                weights.of(operation.filters()), ConvolutionStep.epilogue(operation, y.maps()));
    }

    @Override
    public void run(Workspace workspace, WorkerPool pool) {
        convolution.run(distances[workspace.half()], workspace.array(x), workspace.base(x),
                workspace.array(residual), workspace.base(residual), workspace.array(y), workspace.base(y), pool);
    }
}
