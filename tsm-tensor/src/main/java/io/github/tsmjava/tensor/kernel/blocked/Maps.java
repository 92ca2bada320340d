package io.github.tsmjava.tensor.kernel.blocked;

import io.github.tsmjava.tensor.ShapeException;

/**
 * Where the numbers of blocked maps lie in an array: {@code [frame][block][row][column][lane]}. A border around each plane
 * stands in for a convolution's padding: it is zero in a new array, and nobody writes to it.
 *
 * @param frames   number of images
 * @param channels channels that mean something; blocks come in pairs, and what fills up the last pair is finite
 * @param height   rows without border
 * @param width    columns without border
 * @param before   rows of border above, columns to the left
 * @param after    rows of border below, columns to the right
 * @param lanes    channels in a block
 */
public record Maps(int frames, int channels, int height, int width, int before, int after, int lanes) {

    /** Half of what an array can hold: a stream keeps two generations. */
    private static final int MAX_SIZE = Integer.MAX_VALUE / 2 - 16;

    /** Blocks, always even: kernels compute two at a time. */
    public int blocks() {
        return Math.ceilDiv(channels, 2 * lanes) * 2;
    }

    /** Numbers from one row to the next. */
    public int rowStride() {
        return (width + before + after) * lanes;
    }

    /** Numbers from one block to the next. */
    public int blockStride() {
        return (height + before + after) * rowStride();
    }

    /** Numbers from one frame to the next. */
    public int frameStride() {
        return blocks() * blockStride();
    }

    /** Where a pixel's block 0 lies in a frame. */
    public int pixel(int row, int column) {
        return (row + before) * rowStride() + (column + before) * lanes;
    }

    /** Where a channel lies from its pixel's block 0. */
    public int channel(int channel) {
        return channel / lanes * blockStride() + channel % lanes;
    }

    public boolean hasBorder() {
        return before + after > 0;
    }

    public int pixels() {
        return height * width;
    }

    /**
     * The length of the array.
     *
     * @throws ShapeException if it is more than an array can hold
     */
    public int size() {
        double size = (double) frames * blocks() * lanes * (height + before + after) * (width + before + after);
        if (size > MAX_SIZE) {
            throw new ShapeException("%d maps of %d channels and %d × %d pixels are %.0f numbers, more than %d"
                    .formatted(frames, channels, height, width, size, MAX_SIZE));
        }
        return (int) size;
    }
}
