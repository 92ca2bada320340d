package io.github.tsmjava.nn.plan;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.blocked.BlockedConvolution;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.ConvSteps;
import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.FoldOffsets;
import io.github.tsmjava.tensor.kernel.blocked.Maps;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.Arrays;

/** A convolution with all that was fused into it. */
final class ConvolutionStep implements Step {

    private final BlockedConvolution convolution;
    /** The steps of each frame, for either generation of a stream. */
    private final int[][][] tables;
    private final Place x;
    private final Place residual;
    private final Place y;

    ConvolutionStep(Node.Conv node, BlockedKernels kernels) {
        x = node.x.place;
        y = node.out.place;
        residual = node.residual == null ? null : node.residual.place;
        Maps from = x.maps();
        ConvSteps steps = steps(node);
        boolean flat = node.kernel == 1 && node.stride == 1 && !from.hasBorder() && !y.maps().hasBorder()
                && (residual == null || !residual.maps().hasBorder());
        convolution = new BlockedConvolution(kernels, steps, from.pixel(0, 0), node.stride * from.rowStride(),
                node.stride * from.lanes(), node.time.stride() * from.frameStride(), y.maps(),
                residual == null ? null : residual.maps(), flat, scaled(node), epilogue(node, y.maps()));
        tables = tables(node, steps, kernels.lanes());
    }

    static ConvSteps steps(Node.Conv node) {
        Maps from = node.x.place.maps();
        if (from.lanes() == 1) {
            return ConvSteps.planar(from, node.kernel, node.padding, node.time);
        }
        return node.shift == null ? ConvSteps.blocked(from, node.kernel, node.padding, node.time)
                : ConvSteps.blocked(from, node.kernel, node.padding, offsets(node.shift, from.channels(), node.segments));
    }

    private static FoldOffsets offsets(Shift shift, int channels, int segments) {
        return new FoldOffsets(shift.fold(channels), shift.first(), shift.second(), segments,
                shift.boundary() == Shift.Boundary.CIRCULANT);
    }

    /** The steps of each frame, for either generation of a stream. */
    static int[][][] tables(Node.Conv node, ConvSteps steps, int lanes) {
        int frames = node.out.frames;
        if (node.x.carried && node.shift != null) {
            return new int[][][] {carried(steps, frames, +1, lanes), carried(steps, frames, -1, lanes)};
        }
        int[][] perFrame = steps.tables(frames, lanes);
        return new int[][][] {perFrame, perFrame};
    }

    /** In a stream the moving group is read from the other generation of the same frame. */
    private static int[][] carried(ConvSteps steps, int frames, int direction, int lanes) {
        int[][] perFrame = new int[frames][];
        Arrays.fill(perFrame, steps.table(direction * frames, 0, lanes));
        return perFrame;
    }

    /** The weights with the batch norm's factors, rounded once. */
    static float[] scaled(Node.Conv node) {
        float[] weight = node.weight.data().clone();
        int row = weight.length / node.scale.length;
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) (weight[i] * node.scale[i / row]);
        }
        return weight;
    }

    static Epilogue epilogue(Node.Conv node, Maps y) {
        float[] bias = new float[y.blocks() * y.lanes()];
        for (int o = 0; o < node.bias.length; o++) {
            bias[o] = (float) node.bias[o];
        }
        return new Epilogue(bias, node.low, node.high);
    }

    @Override
    public void run(Workspace workspace, WorkerPool pool) {
        convolution.run(tables[workspace.generation()], x.array(workspace), x.base(workspace),
                residual == null ? null : residual.array(workspace), residual == null ? 0 : residual.base(workspace),
                y.array(workspace), y.base(workspace), pool);
    }
}
