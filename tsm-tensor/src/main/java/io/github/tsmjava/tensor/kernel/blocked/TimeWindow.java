package io.github.tsmjava.tensor.kernel.blocked;

/**
 * Which frames a convolution on blocked maps reads. {@link ConvQuads} makes offsets of it.
 *
 * @param kernel   frames that an output frame reads
 * @param stride   input frames from one output frame to the next
 * @param padding  frames of zeros before and after each clip
 * @param segments T, the frames of a clip
 */
public record TimeWindow(int kernel, int stride, int padding, int segments) {

    /** Every frame by itself, in clips of any length. */
    public static final TimeWindow FRAME = new TimeWindow(1, 1, 0, 1);

    /** Output frames of a clip. */
    public int outputs() {
        return (segments + 2 * padding - kernel) / stride + 1;
    }

    public boolean isFrameByFrame() {
        return kernel == 1 && stride == 1 && padding == 0;
    }

    /**
     * How far from frame {@code stride · output} the frame lies that an output frame reads under a tap, or
     * {@link ConvQuads#OUTSIDE}.
     *
     * @param output counted over all clips of a batch
     */
    int distance(int output, int tap) {
        int clip = output / outputs();
        int source = output % outputs() * stride + tap - padding;
        return source < 0 || source >= segments ? ConvQuads.OUTSIDE : clip * segments + source - output * stride;
    }
}
