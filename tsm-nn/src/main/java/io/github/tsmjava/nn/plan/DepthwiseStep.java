package io.github.tsmjava.nn.plan;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.MapKernels;
import io.github.tsmjava.tensor.kernel.blocked.Maps;

/** A depthwise 3×3 convolution: each channel on its own. */
final class DepthwiseStep implements Step {

    private static final int TAPS = 9;

    private final Place x;
    private final Place y;
    private final int stride;
    private final float[] weights;
    private final Epilogue epilogue;
    private final MapKernels kernels;

    DepthwiseStep(Node.Conv node, MapKernels kernels) {
        this.kernels = kernels;
        x = node.x.place;
        y = node.out.place;
        stride = node.stride;
        weights = packed(node, y.maps());
        epilogue = ConvolutionStep.epilogue(node, y.maps());
    }

    /** {@code [block][tap][lane]}. */
    static float[] packed(Node.Conv node, Maps y) {
        float[] scaled = ConvolutionStep.scaled(node);
        float[] packed = new float[y.blocks() * TAPS * y.lanes()];
        for (int channel = 0; channel < y.channels(); channel++) {
            for (int tap = 0; tap < TAPS; tap++) {
                packed[(channel / y.lanes() * TAPS + tap) * y.lanes() + channel % y.lanes()] = scaled[channel * TAPS + tap];
            }
        }
        return packed;
    }

    @Override
    public void run(Workspace workspace, WorkerPool pool) {
        Maps from = x.maps();
        Maps to = y.maps();
        pool.forEach(to.frames() * to.blocks(), task -> {
            int frame = task / to.blocks();
            int block = task % to.blocks();
            int xAt = x.base(workspace) + frame * from.frameStride() + block * from.blockStride();
            int yAt = y.base(workspace) + frame * to.frameStride() + block * to.blockStride();
            kernels.depthwise3x3(x.array(workspace), xAt + from.pixel(-1, -1), from.rowStride(), stride, weights,
                    block * TAPS * to.lanes(), epilogue, block * to.lanes(), y.array(workspace), yAt + to.pixel(0, 0),
                    to.rowStride(), to.height(), to.width());
        });
    }
}
