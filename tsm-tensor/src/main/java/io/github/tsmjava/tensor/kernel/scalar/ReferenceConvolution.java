package io.github.tsmjava.tensor.kernel.scalar;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.ConvAlgorithm;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import java.util.Arrays;

/**
 * Convolution as it is defined, in the layout of {@link ConvShape}: every output plane is its bias plus, for each input
 * channel and tap of the filter, the input plane at the tap's offset, multiplied by the tap's weight. It accepts every
 * shape and is the reference for all other algorithms.
 */
public final class ReferenceConvolution implements ConvAlgorithm {

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public boolean accepts(ConvShape shape) {
        return true;
    }

    @Override
    public void run(ConvShape s, float[] x, float[] weight, float[] bias, float[] y, WorkerPool pool) {
        int plane = s.outPlane();
        pool.forEach(s.batch() * s.outChannels(), task -> {
            int image = task / s.outChannels();
            int channel = task % s.outChannels();
            int group = channel / s.groupOutChannels();
            double[] sum = new double[plane];
            if (bias != null) {
                Arrays.fill(sum, bias[channel]);
            }
            for (int c = 0; c < s.groupInChannels(); c++) {
                int input = (image * s.inChannels() + group * s.groupInChannels() + c) * s.inPlane();
                int filter = (channel * s.groupInChannels() + c) * s.taps();
                addPlane(s, x, input, weight, filter, sum);
            }
            Axpy.round(sum, plane, y, task * plane);
        });
    }

    private static void addPlane(ConvShape s, float[] x, int input, float[] weight, int filter, double[] sum) {
        int outWidth = s.outWidth();
        for (int r = 0; r < s.kernelHeight(); r++) {
            int firstRow = firstInside(r, s.padHeight(), s.strideHeight());
            int endRow = endInside(r, s.padHeight(), s.strideHeight(), s.inHeight(), s.outHeight());
            for (int c = 0; c < s.kernelWidth(); c++) {
                double factor = weight[filter + r * s.kernelWidth() + c];
                int first = firstInside(c, s.padWidth(), s.strideWidth());
                int end = endInside(c, s.padWidth(), s.strideWidth(), s.inWidth(), outWidth);
                for (int row = firstRow; row < endRow; row++) {
                    int from = input + (row * s.strideHeight() + r - s.padHeight()) * s.inWidth()
                            + first * s.strideWidth() + c - s.padWidth();
                    Axpy.add(factor, x, from, s.strideWidth(), sum, row * outWidth + first, end - first);
                }
            }
        }
    }

    /** The first output position whose input lies inside: the smallest o >= 0 with o * stride + tap - pad >= 0. */
    private static int firstInside(int tap, int pad, int stride) {
        return Math.max(0, Math.ceilDiv(pad - tap, stride));
    }

    /** One more than the last output position whose input lies inside. */
    private static int endInside(int tap, int pad, int stride, int in, int out) {
        return Math.min(out, Math.floorDiv(in - 1 + pad - tap, stride) + 1);
    }
}
