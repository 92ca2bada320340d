package io.github.tsmjava.tensor.kernel.blocked;

import io.github.tsmjava.tensor.WorkerPool;
import java.util.List;

/**
 * A convolution of a compiled plan on blocked {@link Maps} of fixed size, with bias, residual and clamp: its quads,
 * packed weights and tiles. The plan's {@code ConvolutionStep} runs it. Immutable.
 *
 * <p>A task computes some tiles of a frame, or some small frames, for some pairs of output blocks. Its input stays in
 * the second-level cache while the weights of one pair after another are read.
 */
public final class BlockedConvolution {

    /** With fewer tasks than this, work is split further, so that threads end at about the same time. */
    private static final int ENOUGH_TASKS = 32;

    private final PackedConvolution packed;
    private final Tiling tiling;
    private final int xFrame;
    private final int xOrigin;
    private final Maps y;
    private final Maps start;
    private final int tilesPerTask;
    private final int framesPerTask;
    private final int pairsPerTask;

    /**
     * @param xOrigin where the first output pixel reads in a frame
     * @param xRow    elements in the input from one output row to the next
     * @param xColumn elements in the input from one output pixel to the next
     * @param xFrame  elements in the input from one frame to the next
     * @param weight  {@code [O, C, k, k]}
     * @param start   maps of the residual that the sums start from, or null
     * @param flat    whether rows follow one another without a gap in input, output and residual
     */
    public BlockedConvolution(BlockedKernels kernels, ConvQuads quads, int xOrigin, int xRow, int xColumn, int xFrame,
                              Maps y, Maps start, boolean flat, float[] weight, Epilogue epilogue) {
        this.packed = new PackedConvolution(kernels, quads, xColumn, y, start, weight, epilogue);
        this.xOrigin = xOrigin;
        this.xFrame = xFrame;
        this.y = y;
        this.start = start;
        List<ConvTile> tiles = kernels.tiles(xColumn, quads.count());
        this.tiling = flat ? Tiling.of(1, y.pixels(), xRow, xColumn, y, start, tiles)
                : Tiling.of(y.height(), y.width(), xRow, xColumn, y, start, tiles);
        int pixelsPerTask = kernels.caches().taskInput() / (ConvTile.QUAD_SIZE * quads.count());
        int room = Math.clamp(pixelsPerTask / tiling.tile(0).pixels(), 1, tiling.count());
        this.tilesPerTask = Math.ceilDiv(tiling.count(), Math.ceilDiv(tiling.count(), room));
        int frames = tilesPerTask < tiling.count() ? 1 : Math.clamp(2 * pixelsPerTask / y.pixels(), 1, y.frames());
        this.framesPerTask = Math.ceilDiv(y.frames(), Math.ceilDiv(y.frames(), frames));
        int tasks = Math.ceilDiv(y.frames(), framesPerTask) * Math.ceilDiv(tiling.count(), tilesPerTask);
        int splits = Math.clamp(Math.ceilDiv(ENOUGH_TASKS, tasks), 1, y.blocks() / 2);
        this.pairsPerTask = Math.ceilDiv(y.blocks() / 2, splits);
    }

    /**
     * Computes {@code y} from {@code x} and, if there is one, the residual.
     *
     * @param tables  the quads of each frame
     * @param xBase   where frame 0 lies in {@code x}; likewise for the others
     */
    public void run(ConvQuads.Table[] tables, float[] x, int xBase, float[] residual, int residualBase,
                    float[] out, int outBase, WorkerPool pool) {
        int parts = Math.ceilDiv(tiling.count(), tilesPerTask);
        int splits = Math.ceilDiv(y.blocks() / 2, pairsPerTask);
        int groups = Math.ceilDiv(y.frames(), framesPerTask);
        pool.forEach(groups * parts * splits, task -> {
            int split = task % splits;
            int part = task / splits % parts;
            int group = task / (splits * parts);
            int toTile = Math.min(tiling.count(), (part + 1) * tilesPerTask);
            int toPair = Math.min(y.blocks() / 2, (split + 1) * pairsPerTask);
            int toFrame = Math.min(y.frames(), (group + 1) * framesPerTask);
            for (int pair = split * pairsPerTask; pair < toPair; pair++) {
                if (framesPerTask > 1) {
                    packed.prefetch(pair);
                }
                for (int frame = group * framesPerTask; frame < toFrame; frame++) {
                    int startAt = start == null ? 0
                            : residualBase + frame * start.frameStride() + 2 * pair * start.blockStride();
                    packed.sum(pair, tiling, part * tilesPerTask, toTile, tables[frame],
                            x, xBase + frame * xFrame + xOrigin, residual, startAt,
                            out, outBase + frame * y.frameStride() + 2 * pair * y.blockStride());
                }
            }
        });
    }
}
