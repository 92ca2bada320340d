package io.github.tsmjava.tensor.kernel.base;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;

/**
 * The layout of a tensor {@code [images, channels, plane]} for operators that work channel by channel, as batch
 * normalisation does.
 *
 * @param plane elements of one channel of one image
 */
public record Channels(int images, int channels, int plane) {

    /** Elements of an image that a task should read contiguously, and the fewest tasks wanted. */
    private static final int CONTIGUOUS = 2048;
    private static final int TASKS = 8;
    /** Smaller planes cost more in loop overhead than in arithmetic: their channels are copied into longer rows. */
    private static final int SHORT = 64;
    /** Elements that should be read contiguously while they are copied: a few cache lines. */
    private static final int COPIED_CONTIGUOUS = 64;

    public static Channels of(Tensor x) {
        require(x.rank() >= 2, "expected an input [N, C, …] of at least 2 axes, got %d: %s", x.rank(), x);
        int planes = x.dim(0) * x.dim(1);
        return new Channels(x.dim(0), x.dim(1), x.size() == 0 ? 0 : x.size() / planes);
    }

    /** Refuses a parameter that does not have one value for each channel. */
    public static void requireParameter(String name, Tensor parameter, int channels) {
        require(parameter.hasShape(channels), "%s %s does not fit %d channels", name, parameter, channels);
    }

    /** Elements of each channel in all images. */
    public long count() {
        return (long) images * plane;
    }

    /** Where a channel of an image begins. */
    int at(int image, int channel) {
        return (image * channels + channel) * plane;
    }

    /** Whether planes are so short that rows are copies. */
    public boolean hasShortPlanes() {
        return plane < SHORT;
    }

    /** Calls {@code body} for ranges of channels, so large that each image is read contiguously. */
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

    /** The same with undefined contents, to be overwritten and then {@linkplain ChannelRows#store stored}. */
    public ChannelRows emptyRows(Tensor tensor, int first, int end, Scratch scratch) {
        float[] data = hasShortPlanes() ? scratch.get((end - first) * images * plane) : tensor.data();
        return new ChannelRows(this, data, first, end);
    }
}
