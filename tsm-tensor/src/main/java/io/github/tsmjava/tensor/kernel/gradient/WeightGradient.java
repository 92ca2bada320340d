package io.github.tsmjava.tensor.kernel.gradient;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.ConvShape;
import io.github.tsmjava.tensor.kernel.Scratch;
import io.github.tsmjava.tensor.kernel.depthwise.Stage;
import java.util.Arrays;

/**
 * The gradient of a convolution with respect to its weights: each is the product of an output channel's gradient with an
 * input channel moved by a tap, summed over all pixels of all images.
 *
 * <p>Input channels are staged with their borders, gradients with gaps of zeros in the same rhythm, so that every such sum
 * runs along two contiguous runs. Pointwise convolutions of large planes need no stage.
 *
 * <p>A task computes a block of weights over some images. How many images does not depend on the number of threads.
 */
public final class WeightGradient {

    /** Output channels of a block, and columns (input channels times taps). */
    private static final int BLOCK_ROWS = 32;
    private static final int BLOCK_COLUMNS = 64;
    /** Numbers of a run that are multiplied at a time: eight such runs fit the first-level cache. */
    private static final int RUN = 1024;
    /** Tasks there should be, so that threads end together. */
    private static final int TASKS = 16;

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
        ConvShape s = shape.pointwise() ? oneRow(shape) : shape;
        int blockChannels = Math.clamp(BLOCK_COLUMNS / s.taps(), 1, s.groupInChannels());
        int rowBlocks = Math.ceilDiv(s.groupOutChannels(), BLOCK_ROWS);
        int columnBlocks = Math.ceilDiv(s.groupInChannels(), blockChannels);
        int blocks = s.groups() * rowBlocks * columnBlocks;
        int parts = Math.clamp(Math.ceilDiv(TASKS, blocks), 1, s.batch());
        int size = s.outChannels() * s.depth();
        float[] partial = parts == 1 ? dw : new float[parts * size];
        pool.forEach(parts * blocks, task -> {
            int part = task / blocks;
            int group = task % blocks / (rowBlocks * columnBlocks);
            int row = task / columnBlocks % rowBlocks * BLOCK_ROWS;
            int channel = task % columnBlocks * blockChannels;
            new Block(s, group, row, Math.min(BLOCK_ROWS, s.groupOutChannels() - row),
                    channel, Math.min(blockChannels, s.groupInChannels() - channel))
                    .compute(x, dy, s.batch() * part / parts, s.batch() * (part + 1) / parts, partial, part * size);
        });
        if (parts > 1) {
            pool.forRanges(size, RUN, (from, to) -> addParts(partial, parts, size, from, to, dw));
        }
    }

    /** The same pointwise convolution with each plane as one row. */
    private static ConvShape oneRow(ConvShape s) {
        return new ConvShape(s.batch(), s.inChannels(), 1, s.inPlane(), s.outChannels(), 1, 1, 1, 1, 0, 0, s.groups());
    }

    private static void addParts(float[] partial, int parts, int size, int from, int to, float[] dw) {
        for (int i = from; i < to; i++) {
            double sum = 0;
            for (int part = 0; part < parts; part++) {
                sum += partial[part * size + i];
            }
            dw[i] = (float) sum;
        }
    }

    /** The runs of one block: where they begin, the last one repeated to fill the last tile. */
    private static int[] starts(int count, int tileCount) {
        return new int[Math.ceilDiv(count, tileCount) * tileCount];
    }

    /** Some output channels of a group against some of its input channels. */
    private final class Block {

        private final ConvShape s;
        private final int firstRow;
        private final int rows;
        private final int firstChannel;
        private final int channels;
        private final int columns;
        private final int[] rowStarts;
        private final int[] columnStarts;
        private float[] sums;

        Block(ConvShape s, int group, int row, int rows, int channel, int channels) {
            this.s = s;
            this.firstRow = group * s.groupOutChannels() + row;
            this.rows = rows;
            this.firstChannel = group * s.groupInChannels() + channel;
            this.channels = channels;
            this.columns = channels * s.taps();
            rowStarts = starts(rows, tile.rows());
            columnStarts = starts(columns, tile.columns());
        }

        void compute(float[] x, float[] dy, int firstImage, int endImage, float[] dw, int dwAt) {
            int size = rowStarts.length * columnStarts.length * tile.lanes();
            sums = Scratch.SUMS.get(size);
            Arrays.fill(sums, 0, size, 0f);
            if (s.pointwise() && s.outPlane() % tile.lanes() == 0 && s.outPlane() >= RUN / 4) {
                multiplyPlanes(x, dy, firstImage, endImage);
            } else {
                multiplyStaged(x, dy, firstImage, endImage);
            }
            int stride = s.depth();
            int column = dwAt + firstRow * stride + firstChannel % s.groupInChannels() * s.taps();
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    dw[column + i * stride + j] = (float) sum(i, j);
                }
            }
        }

        private void multiplyPlanes(float[] x, float[] dy, int firstImage, int endImage) {
            int plane = s.outPlane();
            Arrays.setAll(rowStarts, i -> Math.min(i, rows - 1) * plane);
            Arrays.setAll(columnStarts, j -> Math.min(j, columns - 1) * plane);
            for (int image = firstImage; image < endImage; image++) {
                multiply(dy, (image * s.outChannels() + firstRow) * plane,
                        x, (image * s.inChannels() + firstChannel) * plane, plane);
            }
        }

        private void multiplyStaged(float[] x, float[] dy, int firstImage, int endImage) {
            int lanes = tile.lanes();
            int plane = new Stage(s, 1).planeSize();
            int together = Math.clamp(RUN / plane, 1, endImage - firstImage);
            Stage stage = new Stage(s, together);
            int run = together * plane + lanes;
            int[] moves = stage.moves();
            // The runs of the last phase, moved furthest, must not reach the next channel.
            int reach = Arrays.stream(moves).map(move -> move % (together * plane)).max().orElseThrow();
            int channelSize = stage.size() + reach + lanes;
            float[] staged = Scratch.STAGE.get(channels * channelSize);
            float[] gradients = Scratch.PANELS.get(rows * run);
            Arrays.fill(staged, 0, channels * channelSize, 0f);
            Arrays.fill(gradients, 0, rows * run, 0f);
            Arrays.setAll(rowStarts, i -> Math.min(i, rows - 1) * run);
            Arrays.setAll(columnStarts, j -> Math.min(j, columns - 1) / s.taps() * channelSize
                    + moves[Math.min(j, columns - 1) % s.taps()]);
            for (int image = firstImage; image < endImage; image += together) {
                int count = Math.min(together, endImage - image);
                for (int i = 0; i < count; i++) {
                    stageImage(stage, image + i, i * plane, x, staged, channelSize, dy, gradients, run);
                }
                if (count < together) {
                    for (int row = 0; row < rows; row++) {
                        Arrays.fill(gradients, row * run + count * plane, (row + 1) * run, 0f);
                    }
                }
                multiply(gradients, 0, staged, 0, Math.ceilDiv(count * plane, lanes) * lanes);
            }
        }

        private void stageImage(Stage stage, int image, int at, float[] x, float[] staged, int channelSize,
                                float[] dy, float[] gradients, int run) {
            for (int c = 0; c < channels; c++) {
                stage.fill(x, (image * s.inChannels() + firstChannel + c) * s.inPlane(), staged, c * channelSize + at);
            }
            int width = s.outWidth();
            for (int row = 0; row < rows; row++) {
                int from = (image * s.outChannels() + firstRow + row) * s.outPlane();
                for (int line = 0; line < s.outHeight(); line++) {
                    System.arraycopy(dy, from + line * width, gradients, row * run + at + line * stage.pitch(), width);
                }
            }
        }

        /** Adds the products of all rows with all columns, a piece of the runs at a time. */
        private void multiply(float[] a, int aAt, float[] b, int bAt, int count) {
            int pieces = Math.ceilDiv(count, RUN);
            int piece = Math.ceilDiv(count, pieces * tile.lanes()) * tile.lanes();
            for (int done = 0; done < count; done += piece) {
                int length = Math.min(piece, count - done);
                int at = 0;
                for (int row = 0; row < rows; row += tile.rows()) {
                    for (int column = 0; column < columns; column += tile.columns()) {
                        tile.add(a, aAt + done, rowStarts, row, b, bAt + done, columnStarts, column, length, sums, at);
                        at += tile.size();
                    }
                }
            }
        }

        private double sum(int row, int column) {
            int lanes = tile.lanes();
            int tileIndex = row / tile.rows() * (columnStarts.length / tile.columns()) + column / tile.columns();
            int at = tileIndex * tile.size() + (row % tile.rows() * tile.columns() + column % tile.columns()) * lanes;
            double sum = 0;
            for (int lane = 0; lane < lanes; lane++) {
                sum += sums[at + lane];
            }
            return sum;
        }
    }
}
