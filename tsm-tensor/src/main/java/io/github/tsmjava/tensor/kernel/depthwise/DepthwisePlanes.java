package io.github.tsmjava.tensor.kernel.depthwise;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.ConvAlgorithm;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.base.LaneSum;
import io.github.tsmjava.tensor.kernel.base.Scratch;
import io.github.tsmjava.tensor.kernel.depthwise.PlaneKernel.Masks;
import java.util.Arrays;

/**
 * Depthwise 3×3 convolution with a padding of 1 and a stride of 1 or 2, and both its gradients, on {@code [N, C, H,
 * W]}. One of {@code Kernels.convolutions}; {@code ConvolutionGradient} calls the gradients. {@link PlaneKernel}
 * computes a plane as contiguous elements, across the ends of rows. With a stride of 2, every second row is computed
 * with stride 1, and every second element of it is kept; backwards, zeros are put between the elements of the gradient.
 */
public final class DepthwisePlanes implements ConvAlgorithm {

    /** Output elements of a task. */
    private static final int GRAIN = 1 << 14;
    private static final int TAPS = 9;
    /** Elements of an image that a task should read contiguously, and the fewest tasks wanted. */
    private static final int CONTIGUOUS = 2048;
    private static final int TASKS = 8;

    private final PlaneKernel kernel;

    public DepthwisePlanes(PlaneKernel kernel) {
        this.kernel = kernel;
    }

    /** The same for stacked images. */
    public DepthwiseStack stacked() {
        return new DepthwiseStack(kernel);
    }

    @Override
    public String name() {
        return "depthwise-3x3";
    }

    @Override
    public boolean accepts(ConvShape s) {
        return s.depthwise() && s.inChannels() == s.outChannels() && s.kernelHeight() == 3 && s.kernelWidth() == 3
                && s.padHeight() == 1 && s.padWidth() == 1
                && s.strideHeight() == s.strideWidth() && s.strideHeight() <= 2;
    }

    @Override
    public void run(ConvShape s, float[] x, float[] weight, float[] bias, float[] y, WorkerPool pool) {
        Masks masks = masks(s);
        int outPlane = s.outPlane();
        pool.forRanges(s.batch() * s.inChannels(), Math.max(1, GRAIN / outPlane), (first, end) -> {
            float[] padded = buffer(s, Scratch.PADDED);
            float[] sums = Scratch.SUMS.get(s.inPlane() + kernel.lanes());
            for (int plane = first; plane < end; plane++) {
                int channel = plane % s.inChannels();
                float start = bias == null ? 0f : bias[channel];
                System.arraycopy(x, plane * s.inPlane(), padded, margin(s), s.inPlane());
                if (s.strideWidth() == 1) {
                    convolve(s, padded, masks, weight, channel * TAPS, start, y, plane * outPlane, sums);
                } else {
                    for (int row = 0; row < s.outHeight(); row++) {
                        kernel.convolve(padded, margin(s) + 2 * row * s.inWidth(), s.inWidth(), masks,
                                weight, channel * TAPS, start, sums, 0, s.inWidth());
                        keepSecond(sums, y, plane * outPlane + row * s.outWidth(), s.outWidth());
                    }
                }
            }
        });
    }

    /** The gradient with respect to the input; {@code dx} is overwritten. */
    public void inputGradient(ConvShape s, float[] weight, float[] dy, float[] dx, WorkerPool pool) {
        Masks masks = masks(s);
        float[] mirrored = mirrored(weight);
        pool.forRanges(s.batch() * s.inChannels(), Math.max(1, GRAIN / s.inPlane()), (first, end) -> {
            float[] padded = buffer(s, Scratch.PADDED);
            float[] sums = Scratch.SUMS.get(s.inPlane() + kernel.lanes());
            for (int plane = first; plane < end; plane++) {
                scatter(s, dy, plane * s.outPlane(), padded);
                convolve(s, padded, masks, mirrored, plane % s.inChannels() * TAPS, 0f, dx, plane * s.inPlane(), sums);
            }
        });
    }

    /** Each filter with its taps in reverse order. */
    static float[] mirrored(float[] weight) {
        float[] mirrored = new float[weight.length];
        for (int i = 0; i < weight.length; i++) {
            mirrored[i] = weight[i / TAPS * TAPS + TAPS - 1 - i % TAPS];
        }
        return mirrored;
    }

    /** The gradient with respect to the weights; {@code dw} is overwritten. */
    public void weightGradient(ConvShape s, float[] x, float[] dy, float[] dw, WorkerPool pool) {
        Masks masks = masks(s);
        int lanes = kernel.lanes();
        int group = Math.clamp(CONTIGUOUS / s.inPlane(), 1, Math.ceilDiv(s.inChannels(), TASKS));
        pool.forRanges(s.inChannels(), group, (first, end) -> {
            float[] padded = buffer(s, Scratch.PADDED);
            float[] gradient = buffer(s, Scratch.PANELS);
            float[] sums = new float[TAPS * lanes];
            double[] total = new double[(end - first) * TAPS];
            for (int image = 0; image < s.batch(); image++) {
                for (int channel = first; channel < end; channel++) {
                    int plane = image * s.inChannels() + channel;
                    System.arraycopy(x, plane * s.inPlane(), padded, margin(s), s.inPlane());
                    scatter(s, dy, plane * s.outPlane(), gradient);
                    Arrays.fill(sums, 0f);
                    kernel.dots(gradient, margin(s), padded, margin(s), s.inWidth(), masks, s.inPlane(), sums);
                    for (int tap = 0; tap < TAPS; tap++) {
                        total[(channel - first) * TAPS + tap] += LaneSum.of(sums, tap * lanes, lanes);
                    }
                }
            }
            for (int i = 0; i < total.length; i++) {
                dw[first * TAPS + i] = (float) total[i];
            }
        });
    }

    /** Convolves a padded plane with stride 1. */
    private void convolve(ConvShape s, float[] padded, Masks masks, float[] w, int wAt, float start,
                          float[] y, int yAt, float[] sums) {
        int plane = s.inPlane();
        if (plane % kernel.lanes() == 0) {
            kernel.convolve(padded, margin(s), s.inWidth(), masks, w, wAt, start, y, yAt, plane);
            return;
        }
        // The last vector would write to the next plane, which belongs to another task.
        kernel.convolve(padded, margin(s), s.inWidth(), masks, w, wAt, start, sums, 0, plane);
        System.arraycopy(sums, 0, y, yAt, plane);
    }

    private static void keepSecond(float[] from, float[] to, int at, int count) {
        for (int i = 0; i < count; i++) {
            to[at + i] = from[2 * i];
        }
    }

    /** Copies the gradient of an output plane to the input positions it was computed at; the others stay zero. */
    private static void scatter(ConvShape s, float[] dy, int from, float[] padded) {
        if (s.strideWidth() == 1) {
            System.arraycopy(dy, from, padded, margin(s), s.outPlane());
            return;
        }
        for (int row = 0; row < s.outHeight(); row++) {
            int to = margin(s) + 2 * row * s.inWidth();
            for (int i = 0; i < s.outWidth(); i++) {
                padded[to + 2 * i] = dy[from + row * s.outWidth() + i];
            }
        }
    }

    private Masks masks(ConvShape s) {
        return Masks.of(s.inWidth(), s.inPlane(), kernel.lanes());
    }

    /** Zeros before a padded plane, and after it. */
    private static int margin(ConvShape s) {
        return s.inWidth() + 1;
    }

    private float[] buffer(ConvShape s, Scratch scratch) {
        int size = s.inPlane() + 2 * margin(s) + kernel.lanes();
        float[] padded = scratch.get(size);
        Arrays.fill(padded, 0, size, 0f);
        return padded;
    }
}
