package io.github.tsmjava.tensor.kernel.gradient;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.base.LaneSum;
import io.github.tsmjava.tensor.kernel.base.Scratch;
import io.github.tsmjava.tensor.kernel.depthwise.PhaseLayout;
import java.util.Arrays;

/**
 * The gradient of a depthwise convolution with respect to its weights, called by {@code ConvolutionGradient} for shapes
 * that {@code DepthwisePlanes} does not accept. A task computes one channel, image after image, on planes laid out as
 * {@link PhaseLayout} says.
 */
public final class DepthwiseWeightGradient {

    private final TapDots kernel;

    DepthwiseWeightGradient(TapDots kernel) {
        this.kernel = kernel;
    }

    /**
     * Computes {@code dw[o, r, s] = sum over n, h, w of dy[n, o, h, w] * x[n, c, h·strideH + r - padH, w·strideW + s -
     * padW]}, c being the input channel that o reads.
     *
     * @param shape of the convolution; depthwise
     * @param dw    overwritten
     */
    public void run(ConvShape shape, float[] x, float[] dy, float[] dw, WorkerPool pool) {
        PhaseLayout layout = new PhaseLayout(shape, 1);
        int[] offsets = layout.tapOffsets();
        int lanes = kernel.lanes();
        int length = Math.ceilDiv(shape.outHeight() * layout.pitch(), lanes) * lanes;
        pool.forEach(shape.outChannels(), channel -> {
            float[] padded = Scratch.PADDED.get(layout.size() + length);
            float[] gradient = Scratch.PANELS.get(length);
            Arrays.fill(padded, 0, layout.size() + length, 0f);
            Arrays.fill(gradient, 0, length, 0f);
            float[] sums = new float[offsets.length * lanes];
            double[] total = new double[offsets.length];
            for (int image = 0; image < shape.batch(); image++) {
                int input = image * shape.inChannels() + channel / shape.groupOutChannels();
                layout.fill(x, input * shape.inPlane(), padded, 0);
                int from = (image * shape.outChannels() + channel) * shape.outPlane();
                for (int row = 0; row < shape.outHeight(); row++) {
                    System.arraycopy(dy, from + row * shape.outWidth(),
                            gradient, row * layout.pitch(), shape.outWidth());
                }
                Arrays.fill(sums, 0f);
                kernel.add(gradient, padded, offsets, length, sums);
                for (int tap = 0; tap < total.length; tap++) {
                    total[tap] += LaneSum.of(sums, tap * lanes, lanes);
                }
            }
            for (int tap = 0; tap < total.length; tap++) {
                dw[channel * total.length + tap] = (float) total[tap];
            }
        });
    }
}
