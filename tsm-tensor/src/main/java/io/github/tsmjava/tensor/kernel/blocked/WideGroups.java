package io.github.tsmjava.tensor.kernel.blocked;

import io.github.tsmjava.tensor.WorkerPool;
import java.util.Arrays;

/**
 * A {@link GroupedConvolution} of any size on blocked {@link Maps}: for each pair of output blocks a plain convolution
 * over the channels of the groups that have outputs in it. Where there are several of these, the weights of a group's
 * outputs for the channels of the others are zero. Nothing is wasted on groups that fill two vectors, or a multiple of
 * that.
 */
final class WideGroups implements GroupedConvolution {

    /** With fewer tasks than this, frames are divided, so that threads end at about the same time. */
    private static final int ENOUGH_TASKS = 32;
    /** So many tiles are worth a task. */
    private static final int TASK_TILES = 8;

    private final Shape shape;
    private final int pairs;
    private final PackedConvolution[] packed;
    /** Where each pair finds its quads. */
    private final ConvQuads.Table[] tables;
    private final Tiling tiling;
    private final int tilesPerTask;

    WideGroups(BlockedKernels kernels, Shape shape, float[] weight, Epilogue epilogue) {
        this.shape = shape;
        Maps x = shape.x();
        Maps y = shape.y();
        pairs = y.blocks() / 2;
        packed = new PackedConvolution[pairs];
        tables = new ConvQuads.Table[pairs];
        int xColumn = shape.stride() * x.lanes();
        int quads = 0;
        for (int pair = 0; pair < pairs; pair++) {
            quads = Math.max(quads, addPair(pair, kernels, xColumn, weight, epilogue));
        }
        tiling = Tiling.of(y.height(), y.width(), shape.stride() * x.rowStride(), xColumn, y, null,
                kernels.tiles(xColumn, quads));
        int parts = Math.clamp(Math.ceilDiv(ENOUGH_TASKS, y.frames() * pairs), 1,
                Math.max(1, tiling.count() / TASK_TILES));
        tilesPerTask = Math.ceilDiv(tiling.count(), parts);
    }

    /** Prepares a pair of output blocks and says how many quads its sums have. */
    private int addPair(int pair, BlockedKernels kernels, int xColumn, float[] weight, Epilogue epilogue) {
        int perPair = 2 * kernels.lanes();
        int from = pair * perPair;
        int to = Math.min(from + perPair, shape.y().channels());
        int firstInput = from / shape.outputs() * shape.inputs();
        int endInput = Math.ceilDiv(to, shape.outputs()) * shape.inputs();
        ConvQuads quads = ConvQuads.blocked(shape.x(), shape.kernel(), shape.padding(), firstInput, endInput);
        float[] bias = Arrays.copyOfRange(epilogue.bias(), from, from + perPair);
        packed[pair] = new PackedConvolution(kernels, quads, xColumn, shape.y(), perPair,
                dense(weight, from, to, perPair, firstInput, endInput),
                new Epilogue(bias, epilogue.low(), epilogue.high()));
        tables[pair] = quads.tables(1, kernels)[0];
        return quads.count();
    }

    /** The weights of outputs [from, to) for all of the inputs [firstInput, endInput), with zeros for other groups. */
    private float[] dense(float[] weight, int from, int to, int rows, int firstInput, int endInput) {
        int taps = shape.taps();
        int own = shape.inputs() * taps;
        int row = (endInput - firstInput) * taps;
        float[] dense = new float[rows * row];
        for (int output = from; output < to; output++) {
            int at = (output / shape.outputs() * shape.inputs() - firstInput) * taps;
            System.arraycopy(weight, output * own, dense, (output - from) * row + at, own);
        }
        return dense;
    }

    @Override
    public void run(float[] x, int xBase, float[] y, int yBase, WorkerPool pool) {
        Maps in = shape.x();
        Maps to = shape.y();
        int parts = Math.ceilDiv(tiling.count(), tilesPerTask);
        // The frames of a pair follow one another, so that they find its weights in the cache.
        pool.forEach(pairs * to.frames() * parts, task -> {
            int part = task % parts;
            int frame = task / parts % to.frames();
            int pair = task / parts / to.frames();
            packed[pair].sum(0, tiling, part * tilesPerTask, Math.min(tiling.count(), (part + 1) * tilesPerTask),
                    tables[pair], x, xBase + frame * in.frameStride() + in.pixel(0, 0), null, 0,
                    y, yBase + frame * to.frameStride() + 2 * pair * to.blockStride());
        });
    }
}
