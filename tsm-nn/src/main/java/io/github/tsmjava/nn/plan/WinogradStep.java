package io.github.tsmjava.nn.plan;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.WinogradConvolution;

/** A 3×3 convolution by Winograd's algorithm. */
final class WinogradStep implements Step {

    private final WinogradConvolution convolution;
    private final Place x;
    private final Place residual;
    private final Place y;

    WinogradStep(Node.Conv node, BlockedKernels kernels) {
        x = node.x.place;
        y = node.out.place;
        residual = node.residual == null ? null : node.residual.place;
        convolution = new WinogradConvolution(kernels, x.maps(), y.maps(), residual == null ? null : residual.maps(),
                ConvolutionStep.scaled(node), ConvolutionStep.epilogue(node, y.maps()));
    }

    static boolean suits(Node.Conv node) {
        return node.kernel == 3 && node.stride == 1 && node.padding == 1 && !node.depthwise && node.shift == null
                && node.time.isFrameByFrame()
                && WinogradConvolution.pays(node.x.frames, node.x.channels, node.out.channels, node.x.height, node.x.width);
    }

    static int borderAfter(Node.Conv node) {
        return WinogradConvolution.borderAfter(node.x.height, node.x.width);
    }

    @Override
    public void run(Workspace workspace, WorkerPool pool) {
        convolution.run(x.array(workspace), x.base(workspace),
                residual == null ? null : residual.array(workspace), residual == null ? 0 : residual.base(workspace),
                y.array(workspace), y.base(workspace), pool);
    }
}
