package io.github.tsmjava.tensor.kernel.blocked;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.Scratch;
import java.util.Arrays;

/**
 * A {@link GroupedConvolution} of 3×3 filters and stride 1 on blocked {@link Maps}, whose groups are a whole part of a
 * vector, as the 4 and 8 channels of ResNeXt's first stages are.
 *
 * <p>Each input row is first spread: of its vector of channels, one vector for each channel of a group is made, which
 * holds for every lane the channel of that number of the lane's own group. On spread rows the convolution goes lane by
 * lane, as a depthwise one, with {@code 9 · C/groups} products, and no multiplication is wasted. A row is spread once
 * and read by three output rows: the last three are kept, of a band of columns so narrow that they stay in the cache.
 */
final class SmallGroups implements GroupedConvolution {

    /** Of the filters. */
    private static final int SIDE = 3;
    /** With fewer tasks than this, planes are cut into strips, so that threads end at about the same time. */
    private static final int ENOUGH_TASKS = 32;
    /** Fewer rows make no strip: two strips spread the rows that both read. */
    private static final int STRIP_ROWS = 7;
    /** Elements of the spread rows that a window reads: most of a first-level cache. */
    private static final int SPREAD_SIZE = 6 * 1024;
    /** Bands are a multiple of the tiles of a row, in columns. */
    private static final int TILE = 7;

    private final Shape shape;
    private final MapKernels kernels;
    private final Epilogue epilogue;
    private final float[] weights;
    /** Output columns of a band. */
    private final int band;
    /** Elements of one channel of a spread row. */
    private final int part;
    /** For each slot that the first row of a window can lie in, where the terms of a sum lie in the spread rows. */
    private final int[][] terms;

    SmallGroups(BlockedKernels kernels, Shape shape, float[] weight, Epilogue epilogue) {
        this.shape = shape;
        this.kernels = kernels.maps();
        this.epilogue = epilogue;
        this.band = band();
        this.part = (band + 2) * shape.x().lanes();
        this.weights = pack(weight);
        this.terms = new int[SIDE][];
        Arrays.setAll(terms, this::terms);
    }

    /** Whether groups of a 3×3 convolution have as many outputs as inputs, and several of them fill a vector. */
    static boolean suit(Shape shape) {
        int lanes = shape.x().lanes();
        return shape.kernel() == SIDE && shape.stride() == 1 && shape.inputs() == shape.outputs()
                && shape.inputs() < lanes && lanes % shape.inputs() == 0;
    }

    /** As many output columns as the cache holds spread, in bands of about the same width. */
    private int band() {
        int column = SIDE * shape.inputs() * shape.x().lanes();
        int most = Math.max(1, (SPREAD_SIZE / column - 2) / TILE) * TILE;
        int bands = Math.ceilDiv(shape.y().width(), most);
        return Math.min(shape.y().width(), Math.ceilDiv(Math.ceilDiv(shape.y().width(), bands), TILE) * TILE);
    }

    /** {@code [block][row of taps][channel of the group][tap][lane]}. */
    private float[] pack(float[] weight) {
        int lanes = shape.y().lanes();
        int inputs = shape.inputs();
        float[] packed = new float[shape.y().blocks() * blockWeights()];
        for (int channel = 0; channel < shape.y().channels(); channel++) {
            int at = channel / lanes * blockWeights() + channel % lanes;
            for (int row = 0; row < SIDE; row++) {
                for (int i = 0; i < inputs; i++) {
                    for (int tap = 0; tap < SIDE; tap++) {
                        packed[at] = weight[((channel * inputs + i) * SIDE + row) * SIDE + tap];
                        at += lanes;
                    }
                }
            }
        }
        return packed;
    }

    private int blockWeights() {
        return shape.taps() * shape.inputs() * shape.y().lanes();
    }

    /** One for each row of taps and channel of the group; the taps of a row lie side by side. */
    private int[] terms(int firstSlot) {
        int inputs = shape.inputs();
        int[] offsets = new int[SIDE * inputs];
        for (int term = 0; term < offsets.length; term++) {
            int slot = (firstSlot + term / inputs) % SIDE;
            offsets[term] = (slot * inputs + term % inputs) * part;
        }
        return offsets;
    }

    @Override
    public void run(float[] x, int xBase, float[] y, int yBase, WorkerPool pool) {
        Maps to = shape.y();
        int planes = to.frames() * to.blocks();
        int strips = Math.clamp(Math.ceilDiv(ENOUGH_TASKS, planes), 1, Math.max(1, to.height() / STRIP_ROWS));
        int rows = Math.ceilDiv(to.height(), strips);
        pool.forEach(planes * strips, task -> {
            int plane = task / strips;
            int from = task % strips * rows;
            int block = plane % to.blocks();
            int frame = plane / to.blocks();
            int xAt = xBase + frame * shape.x().frameStride() + block * shape.x().blockStride();
            int yAt = yBase + frame * to.frameStride() + block * to.blockStride();
            for (int column = 0; column < to.width(); column += band) {
                band(block, from, Math.min(to.height(), from + rows), Math.min(column, to.width() - band),
                        x, xAt, y, yAt);
            }
        });
    }

    /** Output rows [top, end) of one block of a frame, as many columns as a band has. */
    private void band(int block, int top, int end, int column, float[] x, int xAt, float[] y, int yAt) {
        Maps in = shape.x();
        Maps to = shape.y();
        int slotSize = shape.inputs() * part;
        float[] spread = Scratch.MAP.get(SIDE * slotSize);
        int spreadRows = top;
        for (int row = top; row < end; row++) {
            // Rows are counted from the first one of padding, so that none has a negative number.
            for (int i = Math.max(row, spreadRows); i < row + SIDE; i++) {
                int from = in.pixel(i - shape.padding(), column - shape.padding());
                kernels.spread(x, xAt + from, shape.inputs(), spread, i % SIDE * slotSize, part, band + 2);
            }
            spreadRows = row + SIDE;
            kernels.threeTaps(spread, terms[row % SIDE], weights, block * blockWeights(), epilogue,
                    block * to.lanes(), y, yAt + to.pixel(row, column), band);
        }
    }
}
