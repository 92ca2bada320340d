package io.github.tsmjava.tensor.kernel.depthwise;

import io.github.tsmjava.tensor.kernel.base.ConvShape;

/**
 * The layout in which {@link DepthwiseConvolution} and the weight gradients read one channel: with a border of zeros,
 * and its rows and columns split by their remainder modulo the stride, the <em>phase</em>:
 * {@code [phase][image][row][column]}. In it every tap of the filter reads at a constant offset from the output pixel.
 */
public final class PhaseLayout {

    private final ConvShape shape;
    private final int pitch;
    private final int planeSize;
    private final int images;

    /** @param images of which planes lie side by side in each phase */
    public PhaseLayout(ConvShape shape, int images) {
        this.shape = shape;
        this.images = images;
        pitch = shape.outWidth() + (shape.kernelWidth() - 1) / shape.strideWidth();
        planeSize = pitch * (shape.outHeight() + (shape.kernelHeight() - 1) / shape.strideHeight());
    }

    /** From one row of a phase's plane to the next. */
    public int pitch() {
        return pitch;
    }

    /** From the plane of one image to that of the next. */
    public int planeSize() {
        return planeSize;
    }

    /** Elements in all. */
    public int size() {
        return planeSize * images * shape.strideHeight() * shape.strideWidth();
    }

    /** For each tap of the filter, how far from an output pixel's own place it reads. */
    public int[] tapOffsets() {
        int[] offsets = new int[shape.taps()];
        for (int tap = 0; tap < offsets.length; tap++) {
            offsets[tap] = at(tap / shape.kernelWidth(), tap % shape.kernelWidth());
        }
        return offsets;
    }

    /** Where an element of the first image lies; row and column include the border. */
    private int at(int row, int column) {
        int phase = row % shape.strideHeight() * shape.strideWidth() + column % shape.strideWidth();
        return phase * images * planeSize + row / shape.strideHeight() * pitch + column / shape.strideWidth();
    }

    /**
     * Copies a plane {@code [H, W]} to its place; the border is left as it is.
     *
     * @param from where the plane begins in {@code x}
     * @param to   where the channel begins in {@code padded}, plus {@link #planeSize} for each image before this one
     */
    public void fill(float[] x, int from, float[] padded, int to) {
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
                copy(x, source + first, stride, padded, to + at(row + shape.padHeight(), first + pad),
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
