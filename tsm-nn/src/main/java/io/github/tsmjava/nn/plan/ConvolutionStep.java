package io.github.tsmjava.nn.plan;

import io.github.tsmjava.nn.graph.Convolution;
import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.Operation;
import io.github.tsmjava.nn.plan.pass.FusedConvolution;
import io.github.tsmjava.nn.plan.pass.MemoryLayout;
import io.github.tsmjava.nn.plan.pass.Storage;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.blocked.BlockedConvolution;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.ConvQuads;
import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.FoldOffsets;
import io.github.tsmjava.tensor.kernel.blocked.Maps;
import io.github.tsmjava.tensor.kernel.blocked.TimeWindow;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.Arrays;

/** A convolution with all that was fused into it. */
final class ConvolutionStep implements Step {

    private final BlockedConvolution convolution;
    /** For each frame where the kernel finds its quads; a stream keeps two frames and has a table for each. */
    private final ConvQuads.Table[][] tables;
    private final Storage x;
    private final Storage residual;
    private final Storage y;

    ConvolutionStep(Node node, FusedConvolution operation, MemoryLayout memory, BlockedKernels kernels,
                    ScaledWeights weights) {
        x = memory.of(node.input());
        y = memory.of(node.output());
        residual = memory.of(FusedConvolution.residual(node));
        Maps from = x.maps();
        ConvQuads quads = quads(operation, from);
        int stride = operation.stride();
        boolean flat = operation.kernel() == 1 && stride == 1 && !from.hasBorder() && !y.maps().hasBorder()
                && (residual == null || !residual.maps().hasBorder());
        convolution = new BlockedConvolution(kernels, quads, from.pixel(0, 0), stride * from.rowStride(),
                stride * from.lanes(), operation.convolution().time().stride() * from.frameStride(), y.maps(),
                residual == null ? null : residual.maps(), flat, weights.of(operation.filters()),
                epilogue(operation, y.maps()));
        tables = tables(operation, x, y.maps().frames(), quads, kernels);
    }

    static ConvQuads quads(FusedConvolution operation, Maps x) {
        int kernel = operation.kernel();
        int padding = operation.padding();
        if (operation.shiftOrNull() != null) {
            return ConvQuads.blocked(x, kernel, padding, offsets(operation.shiftOrNull(), x.channels()));
        }
        Convolution.Time time = operation.convolution().time();
        TimeWindow window = new TimeWindow(time.kernel(), time.stride(), time.padding(), time.segments());
        return x.lanes() == 1 ? ConvQuads.planar(x, kernel, padding, window)
                : ConvQuads.blocked(x, kernel, padding, window);
    }

    private static FoldOffsets offsets(Operation.Shift inFront, int channels) {
        Shift shift = inFront.shift();
        return new FoldOffsets(shift.fold(channels), shift.first(), shift.second(), inFront.segments(),
                shift.boundary() == Shift.Boundary.CIRCULANT);
    }

    /** For each frame where the kernel finds its quads; a stream keeps two frames and has a table for each. */
    static ConvQuads.Table[][] tables(FusedConvolution operation, Storage x, int frames, ConvQuads quads,
                                       BlockedKernels kernels) {
        if (x.twoFrames() && operation.shiftOrNull() != null) {
            return Arrays.stream(distances(operation, x)).map(half -> Arrays.stream(half)
                    .map(from -> quads.table(from[0], from[1], kernels)).toArray(ConvQuads.Table[]::new))
                    .toArray(ConvQuads.Table[][]::new);
        }
        ConvQuads.Table[] perFrame = quads.tables(frames, kernels);
        return new ConvQuads.Table[][] {perFrame, perFrame};
    }

    /**
     * For each half of an array for two frames of a stream, and each frame, how many frames away the two groups lie that
     * a shift moves. In a stream the first group lies in the other half.
     */
    static int[][][] distances(FusedConvolution operation, Storage x) {
        int frames = x.maps().frames();
        if (operation.shiftOrNull() == null) {
            int[][] none = new int[frames][2];
            return new int[][][] {none, none};
        }
        if (x.twoFrames()) {
            return new int[][][] {inOtherHalf(frames, frames), inOtherHalf(frames, -frames)};
        }
        int[][] distances = offsets(operation.shiftOrNull(), x.maps().channels()).distances(frames);
        return new int[][][] {distances, distances};
    }

    private static int[][] inOtherHalf(int frames, int distance) {
        int[][] distances = new int[frames][];
        Arrays.fill(distances, new int[] {distance, 0});
        return distances;
    }

    static Epilogue epilogue(FusedConvolution operation, Maps y) {
        float[] bias = Arrays.copyOf(operation.filters().roundedBias().data(), y.blocks() * y.lanes());
        return new Epilogue(bias, operation.clamp().low(), operation.clamp().high());
    }

    @Override
    public void run(Workspace workspace, WorkerPool pool) {
        convolution.run(tables[workspace.half()], workspace.array(x), workspace.base(x),
                workspace.array(residual), workspace.base(residual), workspace.array(y), workspace.base(y), pool);
    }
}
