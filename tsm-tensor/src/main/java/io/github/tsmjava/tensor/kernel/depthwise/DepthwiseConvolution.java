package io.github.tsmjava.tensor.kernel.depthwise;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.ConvAlgorithm;
import io.github.tsmjava.tensor.kernel.ConvShape;

/**
 * Depthwise convolution, a plane at a time.
 *
 * <p>The plane is copied with its border of zeros into a stage, where its rows and columns are sorted by their
 * remainder to the stride (the <em>phase</em>): one small plane for each pair of remainders. There every tap of the
 * filter reads the same pattern of numbers, moved by a constant, and the whole plane is one run: vectors run across the
 * ends of rows, and what they compute there is not copied out.
 */
public final class DepthwiseConvolution implements ConvAlgorithm {

    /** Output numbers of a task. */
    private static final int GRAIN = 1 << 13;

    private final MovedSum kernel;

    public DepthwiseConvolution(MovedSum kernel) {
        this.kernel = kernel;
    }

    @Override
    public String name() {
        return "depthwise-" + kernel.name();
    }

    @Override
    public boolean accepts(ConvShape shape) {
        return shape.depthwise();
    }

    @Override
    public void run(ConvShape shape, float[] x, float[] weight, float[] bias, float[] y, WorkerPool pool) {
        Stage stage = new Stage(shape);
        int[] moves = stage.moves();
        int run = Math.ceilDiv(shape.outHeight() * stage.pitch, kernel.step()) * kernel.step();
        int grain = Math.max(1, GRAIN / shape.outPlane());
        pool.forRanges(shape.batch() * shape.outChannels(), grain, (first, end) -> {
            float[] staged = new float[stage.size() + run];
            float[] sums = new float[run];
            for (int plane = first; plane < end; plane++) {
                int image = plane / shape.outChannels();
                int channel = plane % shape.outChannels();
                int input = image * shape.inChannels() + channel / shape.groupOutChannels();
                stage.fill(x, input * shape.inPlane(), staged);
                kernel.sum(staged, moves, weight, channel * shape.taps(), bias == null ? 0f : bias[channel], sums, run);
                for (int row = 0; row < shape.outHeight(); row++) {
                    System.arraycopy(sums, row * stage.pitch,
                            y, plane * shape.outPlane() + row * shape.outWidth(), shape.outWidth());
                }
            }
        });
    }

    /** The layout of a plane with its border, sorted by phases. */
    private static final class Stage {

        final ConvShape shape;
        /** From one row of a phase's plane to the next. */
        final int pitch;
        /** From one phase's plane to the next. */
        final int phaseSize;

        Stage(ConvShape shape) {
            this.shape = shape;
            pitch = shape.outWidth() + (shape.kernelWidth() - 1) / shape.strideWidth();
            phaseSize = pitch * (shape.outHeight() + (shape.kernelHeight() - 1) / shape.strideHeight());
        }

        int size() {
            return phaseSize * shape.strideHeight() * shape.strideWidth();
        }

        int[] moves() {
            int[] moves = new int[shape.taps()];
            for (int tap = 0; tap < moves.length; tap++) {
                moves[tap] = at(tap / shape.kernelWidth(), tap % shape.kernelWidth());
            }
            return moves;
        }

        /** Where the number of a row and a column, both counted with the border, lies. */
        int at(int row, int column) {
            int phase = row % shape.strideHeight() * shape.strideWidth() + column % shape.strideWidth();
            return phase * phaseSize + row / shape.strideHeight() * pitch + column / shape.strideWidth();
        }

        /** Copies a plane to its place; the border is left as it is. */
        void fill(float[] x, int from, float[] staged) {
            int stride = shape.strideWidth();
            int pad = shape.padWidth();
            int lastRow = (shape.outHeight() - 1) * shape.strideHeight() + shape.kernelHeight();
            int lastColumn = (shape.outWidth() - 1) * stride + shape.kernelWidth();
            int rows = Math.min(shape.inHeight(), lastRow - shape.padHeight());
            int columns = Math.min(shape.inWidth(), lastColumn - pad);
            for (int row = 0; row < rows; row++) {
                int source = from + row * shape.inWidth();
                for (int phase = 0; phase < stride; phase++) {
                    // The first column of this row that belongs to the phase.
                    int first = Math.floorMod(phase - pad, stride);
                    copy(x, source + first, stride, staged, at(row + shape.padHeight(), first + pad),
                            Math.ceilDiv(columns - first, stride));
                }
            }
        }

        private static void copy(float[] from, int at, int stride, float[] to, int toAt, int count) {
            if (stride == 1) {
                System.arraycopy(from, at, to, toAt, count);
                return;
            }
            for (int i = 0; i < count; i++) {
                to[toAt + i] = from[at + i * stride];
            }
        }
    }
}
