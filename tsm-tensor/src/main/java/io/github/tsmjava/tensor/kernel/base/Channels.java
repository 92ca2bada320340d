package io.github.tsmjava.tensor.kernel.base;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;

/**
 * A tensor {@code [images, channels, plane]} as operators see it that work channel by channel.
 *
 * @param plane numbers of a channel of an image
 */
public record Channels(int images, int channels, int plane) {

    /** Numbers that should lie side by side, and tasks there should at least be. */
    private static final int CONTIGUOUS = 2048;
    private static final int TASKS = 8;
    /** A plane of fewer numbers costs more to begin and to end than to compute: channels are copied into longer rows. */
    private static final int SHORT = 64;
    /** Numbers that are read side by side while they are copied: a few cache lines. */
    private static final int COPIED_CONTIGUOUS = 64;

    public static Channels of(Tensor x) {
        require(x.rank() >= 2, "expected an input [N, C, …] of at least 2 axes, got %d: %s", x.rank(), x);
        int planes = x.dim(0) * x.dim(1);
        return new Channels(x.dim(0), x.dim(1), x.size() == 0 ? 0 : x.size() / planes);
    }

    /** Refuses a parameter that does not have one number for each channel. */
    public static void requireParameter(String name, Tensor parameter, int channels) {
        require(parameter.hasShape(channels), "%s %s does not fit %d channels", name, parameter, channels);
    }

    /** Numbers of each channel. */
    public long count() {
        return (long) images * plane;
    }

    /** Where a channel of an image begins. */
    int at(int image, int channel) {
        return (image * channels + channel) * plane;
    }

    /** Whether rows of channels are copies. */
    public boolean hasShortPlanes() {
        return plane < SHORT;
    }

    /** Runs {@code body} on neighbouring channels, so many that each image is read in long runs. */
    public void forGroups(WorkerPool.RangeConsumer body) {
        int contiguous = hasShortPlanes() ? COPIED_CONTIGUOUS : CONTIGUOUS;
        int size = Math.clamp(contiguous / Math.max(1, plane), 1, Math.ceilDiv(channels, TASKS));
        WorkerPool.current().forRanges(channels, Math.max(1, size), body);
    }

    /** The channels from {@code first} to before {@code end} of a tensor of this layout. */
    public ChannelRows rows(Tensor tensor, int first, int end, Scratch scratch) {
        ChannelRows rows = emptyRows(tensor, first, end, scratch);
        rows.load(tensor);
        return rows;
    }

    /** The same, with any numbers, to be overwritten and {@linkplain ChannelRows#store put back}. */
    public ChannelRows emptyRows(Tensor tensor, int first, int end, Scratch scratch) {
        float[] data = hasShortPlanes() ? scratch.get((end - first) * images * plane) : tensor.data();
        return new ChannelRows(this, data, first, end);
    }
}
