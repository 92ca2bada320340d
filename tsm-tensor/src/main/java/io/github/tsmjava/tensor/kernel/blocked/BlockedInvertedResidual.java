package io.github.tsmjava.tensor.kernel.blocked;

import io.github.tsmjava.tensor.WorkerPool;
import java.util.Arrays;

/**
 * MobileNetV2's inverted residual in one pass of a compiled plan: a convolution that expands, a depthwise 3×3
 * convolution, a 1×1 convolution that projects, and the residual (Sandler et al., 2018, section 3). Input and output
 * are blocked {@link Maps}. The wide maps between the convolutions are never stored as a whole: a band of their rows at
 * a time lies in a buffer of the thread, small enough for the second-level cache. Immutable. The plan's {@code
 * InvertedStep} runs it.
 *
 * <p>A task computes a strip of one frame, band by band. Rows that the depthwise convolution reads again for the next
 * band are kept. Strips do not depend on the number of threads, nor does a pixel on where strips begin.
 */
public final class BlockedInvertedResidual {

    /**
     * The weights of one convolution ({@code [O, C, k, k]}, or {@code [block][tap][lane]} of a depthwise one) and its
     * epilogue.
     */
    public record Weights(float[] weights, Epilogue end) {
    }

    private static final ThreadLocal<float[]> SCRATCH = ThreadLocal.withInitial(() -> new float[0]);
    /** Size of a band, in elements: a quarter of a second-level cache. */
    private static final int ROOM = 64 * 1024;
    /** With fewer tasks than this, frames are cut into strips. */
    private static final int ENOUGH_TASKS = 4;
    /** In strips of fewer wide rows than this, too many rows are computed twice. */
    private static final int ENOUGH_ROWS = 14;
    private static final int TAPS = 9;

    private final BlockedKernels kernels;
    private final Maps wide;
    private final int stride;
    private final PackedConvolution expand;
    private final Weights depthwise;
    private final PackedConvolution project;
    private final int xRow;
    private final int xFrame;
    private final int xOrigin;
    private final Maps y;
    private final Maps start;
    /** A band of wide rows with those above and below that the depthwise convolution reads. */
    private final Maps expanded;
    /** The depthwise convolution's output for a band. */
    private final Maps filtered;
    private final int bands;
    private final int bandsPerStrip;
    private final Tiling expandTiling;
    private final Tiling projectTiling;
    private final Tiling lastTiling;
    private final ConvQuads.Table projectTable;

    /**
     * @param x       input maps, with the border that the quads need
     * @param quads   of the expanding convolution
     * @param xStride stride of the expanding convolution
     * @param wide    its output, were it stored
     * @param stride  stride of the depthwise convolution
     * @param start   maps of the residual, or null
     */
    public BlockedInvertedResidual(BlockedKernels kernels, Maps x, ConvQuads quads, int xStride, Maps wide,
            Weights expand,
                            int stride, Weights depthwise, Weights project, Maps y, Maps start) {
        this.kernels = kernels;
        this.wide = wide;
        this.stride = stride;
        this.depthwise = depthwise;
        this.y = y;
        this.start = start;
        xRow = xStride * x.rowStride();
        xFrame = x.frameStride();
        xOrigin = x.pixel(0, 0);
        int stripRows = Math.ceilDiv(y.height(), strips(y.frames()));
        int rows = Math.min(stripRows, bandRows());
        rows = Math.ceilDiv(y.height(), Math.ceilDiv(y.height(), rows));
        bands = Math.ceilDiv(y.height(), rows);
        bandsPerStrip = Math.ceilDiv(stripRows, rows);
        int lanes = kernels.lanes();
        expanded = new Maps(1, wide.channels(), rows * stride + 1 - stride, wide.width(), 1, 1, lanes);
        filtered = new Maps(1, wide.channels(), rows, y.width(), 0, 0, lanes);
        int xColumn = xStride * x.lanes();
        this.expand = new PackedConvolution(kernels, quads, xColumn, expanded, null, expand.weights(), expand.end());
        expandTiling = Tiling.of(expanded.height() + 2, wide.width(), xRow, xColumn, expanded, null,
                kernels.tiles(xColumn, quads.count()));
        ConvQuads projectQuads = ConvQuads.blocked(filtered, 1, 0, TimeWindow.FRAME);
        projectTable = projectQuads.tables(1, kernels)[0];
        this.project = new PackedConvolution(kernels, projectQuads, lanes, y, start, project.weights(), project.end());
        projectTiling = projectTiling(rows, projectQuads.count());
        lastTiling = projectTiling(y.height() - (bands - 1) * rows, projectQuads.count());
    }

    /** Whether a pass has enough tasks that are not too small. */
    public static boolean pays(int frames, int wideHeight) {
        return wideHeight / strips(frames) >= ENOUGH_ROWS || strips(frames) == 1;
    }

    private static int strips(int frames) {
        return Math.ceilDiv(ENOUGH_TASKS, frames);
    }

    /** As many output rows as fit; if all do, wide maps of one pair of blocks suffice. */
    private int bandRows() {
        int pixel = wide.blocks() * kernels.lanes();
        long wideRow = (wide.width() + 2L) * pixel;
        long outputRow = (long) y.width() * pixel;
        long whole = outputRow * y.height() + wideRow / (wide.blocks() / 2) * (wide.height() + 2);
        return whole <= ROOM ? y.height()
                : (int) Math.max(1, (ROOM - (3 - stride) * wideRow) / (stride * wideRow + outputRow));
    }

    private Tiling projectTiling(int rows, int quads) {
        boolean flat = !y.hasBorder() && (start == null || !start.hasBorder());
        return Tiling.of(flat ? 1 : rows, flat ? rows * y.width() : y.width(), filtered.rowStride(), kernels.lanes(), y,
                start, kernels.tiles(kernels.lanes(), quads));
    }

    /**
     * Computes {@code y} from {@code x} and, if there is one, the residual.
     *
     * @param tables the expanding convolution's quads of each frame
     * @param xBase  where frame 0 lies in {@code x}; likewise for the others
     */
    public void run(ConvQuads.Table[] tables, float[] x, int xBase, float[] residual, int residualBase,
                    float[] out, int outBase, WorkerPool pool) {
        int strips = Math.ceilDiv(bands, bandsPerStrip);
        pool.forEach(y.frames() * strips, task -> {
            int frame = task / strips;
            int fromBand = task % strips * bandsPerStrip;
            float[] scratch = scratch();
            for (int band = fromBand; band < Math.min(bands, fromBand + bandsPerStrip); band++) {
                widen(band, band == fromBand, tables[frame], x, xBase + frame * xFrame + xOrigin, scratch);
                project(band, scratch, residual, start == null ? 0 : residualBase + frame * start.frameStride(),
                        out, outBase + frame * y.frameStride());
            }
        });
    }

    /**
     * A buffer for wide rows, whose left and right borders are zero, and for the output of the depthwise convolution.
     */
    private float[] scratch() {
        int size = expandedSize() + filtered.size();
        float[] scratch = SCRATCH.get();
        if (scratch.length < size) {
            scratch = new float[size];
            SCRATCH.set(scratch);
        }
        int row = expanded.rowStride();
        for (int at = 0; at < expandedSize(); at += row) {
            Arrays.fill(scratch, at, at + kernels.lanes(), 0);
            Arrays.fill(scratch, at + row - kernels.lanes(), at + row, 0);
        }
        return scratch;
    }

    /** With one band in a strip nothing is kept for the next one, and all pairs of blocks use the same place. */
    private int expandedSize() {
        return bandsPerStrip == 1 ? 2 * expanded.blockStride() : expanded.size();
    }

    private void widen(int band, boolean first, ConvQuads.Table table, float[] x, int xAt, float[] scratch) {
        int top = band * filtered.height() * stride - 1;
        int kept = first ? 0 : 3 - stride;
        for (int pair = 0; pair < expanded.blocks() / 2; pair++) {
            int at = bandsPerStrip == 1 ? 0 : 2 * pair * expanded.blockStride();
            if (!first) {
                keep(kept, at, scratch);
                keep(kept, at + expanded.blockStride(), scratch);
            }
            expand(pair, top, kept, table, x, xAt, scratch, at);
            for (int block = 2 * pair; block < 2 * pair + 2; block++) {
                kernels.maps().depthwise3x3(scratch, at + block % 2 * expanded.blockStride(), expanded.rowStride(),
                        stride, depthwise.weights(), block * TAPS * wide.lanes(), depthwise.end(), block * wide.lanes(),
                        scratch, expandedSize() + block * filtered.blockStride(), filtered.rowStride(), rows(band),
                        filtered.width());
            }
        }
    }

    /** Copies the last wide rows of a band to where they are the first of the next. */
    private void keep(int rows, int at, float[] scratch) {
        int row = expanded.rowStride();
        System.arraycopy(scratch, at + filtered.height() * stride * row, scratch, at, rows * row);
    }

    /** Computes the wide rows from {@code top} on, except those that were kept; zeros outside the image. */
    private void expand(int pair, int top, int kept, ConvQuads.Table table, float[] x, int xAt, float[] scratch,
                        int at) {
        int all = expanded.height() + 2;
        int from = Math.max(kept, -top);
        int to = Math.min(all, wide.height() - top);
        int row = expanded.rowStride();
        for (int block = at; block <= at + expanded.blockStride(); block += expanded.blockStride()) {
            Arrays.fill(scratch, block + kept * row, block + from * row, 0);
            Arrays.fill(scratch, block + to * row, block + all * row, 0);
        }
        int tiles = expandTiling.count() / all;
        expand.sum(pair, expandTiling, from * tiles, to * tiles, table, x, xAt + top * xRow, null, 0,
                scratch, at - row);
    }

    private void project(int band, float[] scratch, float[] residual, int residualAt, float[] out, int outAt) {
        Tiling tiling = band == bands - 1 ? lastTiling : projectTiling;
        int first = band * filtered.height();
        for (int pair = 0; pair < y.blocks() / 2; pair++) {
            int startAt = start == null ? 0 : residualAt + first * start.rowStride() + 2 * pair * start.blockStride();
            project.sum(pair, tiling, 0, tiling.count(), projectTable, scratch, expandedSize(), residual, startAt,
                    out, outAt + first * y.rowStride() + 2 * pair * y.blockStride());
        }
    }

    private int rows(int band) {
        return Math.min(filtered.height(), y.height() - band * filtered.height());
    }
}
