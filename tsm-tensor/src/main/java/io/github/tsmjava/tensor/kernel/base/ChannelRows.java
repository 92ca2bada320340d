package io.github.tsmjava.tensor.kernel.base;

import io.github.tsmjava.tensor.Tensor;

/**
 * Some channels of a tensor as rows of neighbouring numbers: where they lie, a row for each image; or, where planes are
 * short, one row for each channel, copied together from all images.
 *
 * @param data  the tensor's own, or the copies
 * @param first channel
 * @param end   after the last channel
 */
public record ChannelRows(Channels channels, float[] data, int first, int end) {

    /** Rows of a channel. */
    public int count() {
        return channels.hasShortPlanes() ? 1 : channels.images();
    }

    /** Numbers of a row. */
    public int length() {
        return channels.hasShortPlanes() ? channels.images() * channels.plane() : channels.plane();
    }

    /** Where a row of a channel begins. */
    public int at(int row, int channel) {
        return channels.hasShortPlanes() ? (channel - first) * length() : channels.at(row, channel);
    }

    /** Copies from the tensor, if these are copies. */
    void load(Tensor tensor) {
        if (channels.hasShortPlanes()) {
            forPlanes((tensorAt, rowAt) -> copy(tensor.data(), tensorAt, data, rowAt));
        }
    }

    /** Copies to the tensor, if these are copies. */
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

    /** Number by number, of which there are too few for a call to be quicker. */
    private void copy(float[] from, int fromAt, float[] to, int toAt) {
        for (int i = 0; i < channels.plane(); i++) {
            to[toAt + i] = from[fromAt + i];
        }
    }
}
