package io.github.tsmjava.tensor.kernel.blocked;

import io.github.tsmjava.tensor.ShapeException;

/**
 * The layout of blocked maps, which compiled plans compute on: {@code [frame][block][row][column][lane]}, a block being
 * as many channels as a vector has lanes. A border of zeros around each plane serves as a convolution's padding: it is
 * zero in a new array, and nothing writes to it.
 *
 * @param frames   number of images
 * @param channels channels in use; blocks come in pairs, and what fills up the last pair is finite
 * @param height   rows without border
 * @param width    columns without border
 * @param before   rows of border above, columns to the left
 * @param after    rows of border below, columns to the right
 * @param lanes    channels in a block
 */
public record Maps(int frames, int channels, int height, int width, int before, int after, int lanes) {

    /** Half of what an array can hold, since a stream keeps the maps of two frames in one. */
    private static final int MAX_SIZE = Integer.MAX_VALUE / 2 - 16;

    /** Blocks, always even: kernels compute two at a time. */
    public int blocks() {
        return Math.ceilDiv(channels, 2 * lanes) * 2;
    }

    /** Elements from one row to the next. */
    public int rowStride() {
        return (width + before + after) * lanes;
    }

    /** Elements from one block to the next. */
    public int blockStride() {
        return (height + before + after) * rowStride();
    }

    /** Elements from one frame to the next. */
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
            throw new ShapeException("%d maps of %d channels and %d × %d pixels are %.0f elements, more than %d"
                    .formatted(frames, channels, height, width, size, MAX_SIZE));
        }
        return (int) size;
    }
}
