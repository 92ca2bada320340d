package io.github.tsmjava.tensor.kernel.gradient;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.base.LaneSum;
import io.github.tsmjava.tensor.kernel.base.Scratch;
import java.util.Arrays;

/**
 * The gradient of a convolution with respect to its weights: each is the product of an output channel's gradient with
 * an
 * input channel moved by a tap, summed over all pixels of all images. {@link Runs} lays both out so that such a sum
 * runs along contiguous numbers, and no matrix is transposed.
 *
 * <p>A task computes a block of weights over a part of the runs. How they are divided does not depend on the number of
 * threads.
 */
public final class WeightGradient {

    /** Output channels of a block, and columns (input channels times taps). */
    private static final int BLOCK_ROWS = 64;
    private static final int BLOCK_COLUMNS = 64;
    /** Columns that stay in the first-level cache while all rows of a block pass by. */
    private static final int NEAR_COLUMNS = 8;
    /** Tasks there should be, so that threads end together. */
    private static final int TASKS = 16;
    private static final int GRAIN = 1024;

    private final DotTile tile;

    WeightGradient(DotTile tile) {
        this.tile = tile;
    }

    /**
     * Computes {@code dw[o, c, r, s] = sum over images and output pixels of dy[o] * x[c, moved by (r, s)]}.
     *
     * @param shape of the convolution
     * @param dw    overwritten
     */
    public void run(ConvShape shape, float[] x, float[] dy, float[] dw, WorkerPool pool) {
        Arrays.fill(dw, 0, shape.outChannels() * shape.depth(), 0f);
        Runs runs = Runs.of(shape, tile.lanes());
        while (runs.next(x, dy, pool)) {
            add(shape, runs, dw, pool);
        }
    }

    private void add(ConvShape s, Runs runs, float[] dw, WorkerPool pool) {
        int blockChannels = Math.clamp(BLOCK_COLUMNS / s.taps(), 1, s.groupInChannels());
        int rowBlocks = Math.ceilDiv(s.groupOutChannels(), BLOCK_ROWS);
        int columnBlocks = Math.ceilDiv(s.groupInChannels(), blockChannels);
        int blocks = s.groups() * rowBlocks * columnBlocks;
        int parts = Math.clamp(Math.ceilDiv(TASKS, blocks), 1, runs.pieces());
        int size = s.outChannels() * s.depth();
        float[] partial = parts == 1 ? dw : new float[parts * size];
        pool.forEach(parts * blocks, task -> {
            int part = task / blocks;
            int group = task % blocks / (rowBlocks * columnBlocks);
            int row = task / columnBlocks % rowBlocks * BLOCK_ROWS;
            int channel = task % columnBlocks * blockChannels;
            Block block = new Block(s, runs, group * s.groupOutChannels() + row,
                    Math.min(BLOCK_ROWS, s.groupOutChannels() - row), group, channel,
                    Math.min(blockChannels, s.groupInChannels() - channel));
            block.multiply(runs.pieces() * part / parts, runs.pieces() * (part + 1) / parts);
            block.addTo(partial, part * size);
        });
        if (parts > 1) {
            pool.forRanges(size, GRAIN, (from, to) -> addParts(partial, parts, size, from, to, dw));
        }
    }

    private static void addParts(float[] partial, int parts, int size, int from, int to, float[] dw) {
        for (int i = from; i < to; i++) {
            double sum = dw[i];
            for (int part = 0; part < parts; part++) {
                sum += partial[part * size + i];
            }
            dw[i] = (float) sum;
        }
    }

    /** Some output channels of a group against some of its input channels. */
    private final class Block {

        private final ConvShape s;
        private final Runs runs;
        private final int rows;
        private final int columns;
        /** Of the first row and column. */
        private final int weight;
        /** Where the runs begin; the last one is repeated to fill the last tile. */
        private final int[] rowStarts;
        private final int[] columnStarts;
        private final float[] sums;

        Block(ConvShape s, Runs runs, int firstRow, int rows, int group, int firstChannel, int channels) {
            this.s = s;
            this.runs = runs;
            this.rows = rows;
            this.columns = channels * s.taps();
            weight = firstRow * s.depth() + firstChannel * s.taps();
            rowStarts = new int[Math.ceilDiv(rows, tile.rows()) * tile.rows()];
            columnStarts = new int[Math.ceilDiv(columns, tile.columns()) * tile.columns()];
            Arrays.setAll(rowStarts, i -> runs.gradientStart(firstRow + Math.min(i, rows - 1)));
            Arrays.setAll(columnStarts, j -> runs.inputStart(
                    group * s.groupInChannels() + firstChannel + Math.min(j, columns - 1) / s.taps(),
                    Math.min(j, columns - 1) % s.taps()));
            int size = rowStarts.length * columnStarts.length * tile.lanes();
            sums = Scratch.SUMS.get(size);
            Arrays.fill(sums, 0, size, 0f);
        }

        void multiply(int firstPiece, int endPiece) {
            int rowTiles = rowStarts.length / tile.rows();
            int columnTiles = columnStarts.length / tile.columns();
            int near = NEAR_COLUMNS / tile.columns();
            for (int piece = firstPiece; piece < endPiece; piece++) {
                int a = runs.gradientAt(piece);
                int b = runs.inputAt(piece);
                int length = runs.length(piece);
                for (int first = 0; first < columnTiles; first += near) {
                    int end = Math.min(columnTiles, first + near);
                    for (int i = 0; i < rowTiles; i++) {
                        for (int j = first; j < end; j++) {
                            tile.add(runs.gradients(), a, rowStarts, i * tile.rows(),
                                    runs.inputs(), b, columnStarts, j * tile.columns(),
                                    length, sums, (i * columnTiles + j) * tile.size());
                        }
                    }
                }
            }
        }

        void addTo(float[] dw, int from) {
            int at = 0;
            for (int firstRow = 0; firstRow < rowStarts.length; firstRow += tile.rows()) {
                for (int firstColumn = 0; firstColumn < columnStarts.length; firstColumn += tile.columns()) {
                    addTile(at, firstRow, firstColumn, dw, from + weight);
                    at += tile.size();
                }
            }
        }

        private void addTile(int at, int firstRow, int firstColumn, float[] dw, int to) {
            int lanes = tile.lanes();
            for (int i = firstRow; i < Math.min(rows, firstRow + tile.rows()); i++) {
                int sum = at + (i - firstRow) * tile.columns() * lanes;
                for (int j = firstColumn; j < Math.min(columns, firstColumn + tile.columns()); j++) {
                    dw[to + i * s.depth() + j] += (float) LaneSum.of(sums, sum, lanes);
                    sum += lanes;
                }
            }
        }
    }
}
