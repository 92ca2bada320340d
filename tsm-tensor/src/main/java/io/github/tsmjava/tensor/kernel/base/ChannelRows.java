package io.github.tsmjava.tensor.kernel.base;

import io.github.tsmjava.tensor.Tensor;

/**
 * Some channels of a tensor {@code [images, channels, plane]} as rows of contiguous elements, for batch normalisation.
 * A row is one channel of one image, in place; where planes are short, it is a copy of one channel of all images.
 *
 * @param data  the tensor's elements, or the copies
 * @param first the first channel
 * @param end   one past the last channel
 */
public record ChannelRows(Channels channels, float[] data, int first, int end) {

    /** The number of rows of a channel. */
    public int count() {
        return channels.hasShortPlanes() ? 1 : channels.images();
    }

    /** The elements of a row. */
    public int length() {
        return channels.hasShortPlanes() ? channels.images() * channels.plane() : channels.plane();
    }

    /** Where a row of a channel begins in {@link #data}. */
    public int at(int row, int channel) {
        return channels.hasShortPlanes() ? (channel - first) * length() : channels.at(row, channel);
    }

    /** Reads the rows from the tensor, if they are copies. */
    void load(Tensor tensor) {
        if (channels.hasShortPlanes()) {
            forPlanes((tensorAt, rowAt) -> copy(tensor.data(), tensorAt, data, rowAt));
        }
    }

    /** Writes the rows to the tensor, if they are copies. */
    public void store(Tensor tensor) {
        if (channels.hasShortPlanes()) {
            forPlanes((tensorAt, rowAt) -> copy(data, rowAt, tensor.data(), tensorAt));
        }
    }

    @FunctionalInterface
    private interface Places {
        void accept(int tensorAt, int rowAt);
    }

    private void forPlanes(Places places) {
        for (int image = 0; image < channels.images(); image++) {
            for (int channel = first; channel < end; channel++) {
                places.accept(channels.at(image, channel), at(0, channel) + image * channels.plane());
            }
        }
    }

    /** A loop, since a call of {@code arraycopy} would take longer for so few elements. */
    private void copy(float[] from, int fromAt, float[] to, int toAt) {
        for (int i = 0; i < channels.plane(); i++) {
            to[toAt + i] = from[fromAt + i];
        }
    }
}
