package io.github.tsmjava.tensor.kernel.gradient;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.base.LaneSum;
import io.github.tsmjava.tensor.kernel.base.Scratch;
import java.util.Arrays;

/**
 * The gradient of a convolution with respect to its weights, called by {@code ConvolutionGradient}: the product of
 * output gradients and inputs, summed over all pixels of all images. {@link WeightGradientOperands} lays both out so
 * that the sums read contiguous elements and no matrix is transposed.
 *
 * <p>A task computes a region of the weights over some chunks of pixels. How the work is divided does not depend on the
 * number of threads.
 */
public final class WeightGradient {

    /** Output channels of a region, and columns (input channels times taps). */
    private static final int REGION_ROWS = 64;
    private static final int REGION_COLUMNS = 64;
    /** Columns that stay in the first-level cache while all rows of a region are multiplied with them. */
    private static final int NEAR_COLUMNS = 8;
    /** Tasks wanted, so that threads end together. */
    private static final int TASKS = 16;
    private static final int GRAIN = 1024;

    private final DotTile tile;

    WeightGradient(DotTile tile) {
        this.tile = tile;
    }

    /**
     * Computes {@code dw[o, c, r, s] = sum over n, h, w of dy[n, o, h, w] * x[n, c, h·strideH + r - padH, w·strideW + s
     * - padW]}.
     *
     * @param shape of the convolution
     * @param dw    overwritten
     */
    public void run(ConvShape shape, float[] x, float[] dy, float[] dw, WorkerPool pool) {
        Arrays.fill(dw, 0, shape.outChannels() * shape.depth(), 0f);
        WeightGradientOperands operands = WeightGradientOperands.of(shape, tile.lanes());
        while (operands.next(x, dy, pool)) {
            add(shape, operands, dw, pool);
        }
    }

    private void add(ConvShape s, WeightGradientOperands operands, float[] dw, WorkerPool pool) {
        int regionChannels = Math.clamp(REGION_COLUMNS / s.taps(), 1, s.groupInChannels());
        int rowRegions = Math.ceilDiv(s.groupOutChannels(), REGION_ROWS);
        int columnRegions = Math.ceilDiv(s.groupInChannels(), regionChannels);
        int regions = s.groups() * rowRegions * columnRegions;
        int parts = Math.clamp(Math.ceilDiv(TASKS, regions), 1, operands.chunks());
        int size = s.outChannels() * s.depth();
        float[] partial = parts == 1 ? dw : new float[parts * size];
        pool.forEach(parts * regions, task -> {
            int part = task / regions;
            int group = task % regions / (rowRegions * columnRegions);
            int row = task / columnRegions % rowRegions * REGION_ROWS;
            int channel = task % columnRegions * regionChannels;
            Region region = new Region(s, operands, group * s.groupOutChannels() + row,
                    Math.min(REGION_ROWS, s.groupOutChannels() - row), group, channel,
                    Math.min(regionChannels, s.groupInChannels() - channel));
            region.multiply(operands.chunks() * part / parts, operands.chunks() * (part + 1) / parts);
            region.addTo(partial, part * size);
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

    /** Some output channels of a group by some of its input channels with all taps. */
    private final class Region {

        private final ConvShape s;
        private final WeightGradientOperands operands;
        private final int rows;
        private final int columns;
        /** Where the first row and column lie in {@code dw}. */
        private final int weight;
        /** Where rows and columns begin in the operands; the last one is repeated to fill the last tile. */
        private final int[] rowStarts;
        private final int[] columnStarts;
        private final float[] sums;

        Region(ConvShape s, WeightGradientOperands operands, int firstRow, int rows, int group, int firstChannel,
               int channels) {
            this.s = s;
            this.operands = operands;
            this.rows = rows;
            this.columns = channels * s.taps();
            weight = firstRow * s.depth() + firstChannel * s.taps();
            rowStarts = new int[Math.ceilDiv(rows, tile.rows()) * tile.rows()];
            columnStarts = new int[Math.ceilDiv(columns, tile.columns()) * tile.columns()];
            Arrays.setAll(rowStarts, i -> operands.gradientStart(firstRow + Math.min(i, rows - 1)));
            Arrays.setAll(columnStarts, j -> operands.inputStart(
                    group * s.groupInChannels() + firstChannel + Math.min(j, columns - 1) / s.taps(),
                    Math.min(j, columns - 1) % s.taps()));
            int size = rowStarts.length * columnStarts.length * tile.lanes();
            sums = Scratch.SUMS.get(size);
            Arrays.fill(sums, 0, size, 0f);
        }

        void multiply(int firstChunk, int endChunk) {
            int rowTiles = rowStarts.length / tile.rows();
            int columnTiles = columnStarts.length / tile.columns();
            int near = NEAR_COLUMNS / tile.columns();
            for (int chunk = firstChunk; chunk < endChunk; chunk++) {
                int a = operands.gradientAt(chunk);
                int b = operands.inputAt(chunk);
                int length = operands.length(chunk);
                for (int first = 0; first < columnTiles; first += near) {
                    int end = Math.min(columnTiles, first + near);
                    for (int i = 0; i < rowTiles; i++) {
                        for (int j = first; j < end; j++) {
                            tile.add(operands.gradients(), a, rowStarts, i * tile.rows(),
                                    operands.inputs(), b, columnStarts, j * tile.columns(),
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
