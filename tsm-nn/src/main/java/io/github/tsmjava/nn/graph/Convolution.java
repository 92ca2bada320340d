package io.github.tsmjava.nn.graph;

import io.github.tsmjava.tensor.ops.ConvSpec;

/**
 * A convolution in two dimensions or, over the frames of a clip, in three.
 *
 * @param filters  {@code [O, C/groups, k, k]}, or {@code [O, C, t, k, k]} if it looks at several frames
 * @param spec     how the filter moves over each frame
 * @param time     how it moves over frames
 */
public record Convolution(Filters filters, ConvSpec spec, Time time) implements Operation.Weighted {

    /**
     * How a filter moves over the frames of a clip.
     *
     * @param kernel   frames that it sees at once
     * @param stride   frames that it moves at a time
     * @param padding  frames of zeros before and after each clip
     * @param segments frames of a clip
     */
    public record Time(int kernel, int stride, int padding, int segments) {

        /** Every frame by itself, of clips of any length. */
        public static final Time FRAME = new Time(1, 1, 0, 1);
    }

    /** One that looks at single frames. */
    public Convolution(Filters filters, ConvSpec spec) {
        this(filters, spec, Time.FRAME);
    }

    public boolean isFrameByFrame() {
        return time.equals(Time.FRAME);
    }

    /** The side of its filters. */
    public int kernel() {
        return filters.weight().dim(-1);
    }

    @Override
    public Convolution with(Filters others) {
        return new Convolution(others, spec, time);
    }
}
