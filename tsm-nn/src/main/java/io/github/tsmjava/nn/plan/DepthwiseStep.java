package io.github.tsmjava.nn.plan;

import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.plan.pass.FusedConvolution;
import io.github.tsmjava.nn.plan.pass.MemoryLayout;
import io.github.tsmjava.nn.plan.pass.Storage;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.MapKernels;
import io.github.tsmjava.tensor.kernel.blocked.Maps;

/** A depthwise 3×3 convolution: each channel on its own. */
final class DepthwiseStep implements Step {

    private static final int TAPS = 9;

    private final Storage x;
    private final Storage y;
    private final int stride;
    private final float[] weights;
    private final Epilogue epilogue;
    private final MapKernels kernels;

    DepthwiseStep(Node node, FusedConvolution operation, MemoryLayout memory, MapKernels kernels) {
        this.kernels = kernels;
        x = memory.of(node.input());
        y = memory.of(node.output());
        stride = operation.stride();
        weights = packed(operation, y.maps());
        epilogue = ConvolutionStep.epilogue(operation, y.maps());
    }

    /** {@code [block][tap][lane]}. */
    static float[] packed(FusedConvolution operation, Maps y) {
        float[] scaled = operation.filters().scaledWeight().data();
        float[] packed = new float[y.blocks() * TAPS * y.lanes()];
        for (int channel = 0; channel < y.channels(); channel++) {
            for (int tap = 0; tap < TAPS; tap++) {
                packed[(channel / y.lanes() * TAPS + tap) * y.lanes() + channel % y.lanes()] =
                        scaled[channel * TAPS + tap];
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
            int xAt = workspace.base(x) + frame * from.frameStride() + block * from.blockStride();
            int yAt = workspace.base(y) + frame * to.frameStride() + block * to.blockStride();
            kernels.depthwise3x3(workspace.array(x), xAt + from.pixel(-1, -1), from.rowStride(), stride, weights,
                    block * TAPS * to.lanes(), epilogue, block * to.lanes(), workspace.array(y), yAt + to.pixel(0, 0),
                    to.rowStride(), to.height(), to.width());
        });
    }
}
