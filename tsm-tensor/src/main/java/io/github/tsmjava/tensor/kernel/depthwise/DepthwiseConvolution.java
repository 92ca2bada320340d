package io.github.tsmjava.tensor.kernel.depthwise;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.ConvAlgorithm;
import io.github.tsmjava.tensor.kernel.base.ConvShape;

/**
 * Depthwise convolution of any size and stride on {@code [N, C, H, W]}, a plane at a time; one of
 * {@code Kernels.convolutions}.
 *
 * <p>A plane is copied as {@link PhaseLayout} says. There every tap of the filter reads at a constant offset from the
 * output pixel, so the output is a {@link TapSum} over contiguous elements, across the ends of rows. What is computed
 * beyond the end of a row is not copied to the output.
 */
public final class DepthwiseConvolution implements ConvAlgorithm {

    /** Output elements of a task. */
    private static final int GRAIN = 1 << 13;

    private final TapSum kernel;

    public DepthwiseConvolution(TapSum kernel) {
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
        PhaseLayout layout = new PhaseLayout(shape, 1);
        int[] offsets = layout.tapOffsets();
        int length = Math.ceilDiv(shape.outHeight() * layout.pitch(), kernel.width()) * kernel.width();
        int grain = Math.max(1, GRAIN / shape.outPlane());
        pool.forRanges(shape.batch() * shape.outChannels(), grain, (first, end) -> {
            float[] padded = new float[layout.size() + length];
            float[] sums = new float[length];
            for (int plane = first; plane < end; plane++) {
                int image = plane / shape.outChannels();
                int channel = plane % shape.outChannels();
                int input = image * shape.inChannels() + channel / shape.groupOutChannels();
                layout.fill(x, input * shape.inPlane(), padded, 0);
                kernel.sum(padded, offsets, weight, channel * shape.taps(),
                        bias == null ? 0f : bias[channel], sums, length);
                for (int row = 0; row < shape.outHeight(); row++) {
                    System.arraycopy(sums, row * layout.pitch(),
                            y, plane * shape.outPlane() + row * shape.outWidth(), shape.outWidth());
                }
            }
        });
    }
}
