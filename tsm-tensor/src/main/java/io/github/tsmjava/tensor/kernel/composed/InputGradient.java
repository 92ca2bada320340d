package io.github.tsmjava.tensor.kernel.composed;

import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.base.Scratch;
import io.github.tsmjava.tensor.kernel.gemm.GemmConvolution;
import io.github.tsmjava.tensor.kernel.gradient.Subsampling;
import io.github.tsmjava.tensor.kernel.winograd.WinogradKernels;
import java.util.Arrays;
import java.util.Optional;

/**
 * The gradient of a 2-D convolution with respect to its input, called by {@code ConvolutionGradient}; arrays are laid
 * out as {@link ConvShape} says. It is itself a convolution: of the output's gradient, with mirrored filters and with
 * input and output channels exchanged.
 *
 * <p>With a stride, rows and columns of the input are split by their remainder modulo the stride, the <em>phase</em>.
 * Pixels of one phase are read by every stride-th tap only, so each phase is a convolution of stride 1.
 */
public final class InputGradient {

    /** Channels whose filters one task mirrors, since they are contiguous. */
    private static final int MIRRORED = 16;

    private final ConvShape s;
    private final Accuracy accuracy;

    /**
     * @param shape    of the forward convolution
     * @param accuracy whether Winograd's algorithm may be used
     */
    public InputGradient(ConvShape shape, Accuracy accuracy) {
        this.s = shape;
        this.accuracy = accuracy;
    }

    /**
     * Computes {@code dx[n, c, h, w] = sum of weight[o, c, r, s] * dy[n, o, i, j]} over all o, r, s, i, j for which
     * output pixel (i, j) reads input pixel (h, w) under tap (r, s).
     *
     * @param dx overwritten
     */
    public void run(float[] weight, float[] dy, float[] dx, Kernels kernels, WorkerPool pool) {
        if (s.pointwise() && kernels.convolution(s) instanceof GemmConvolution gemm) {
            gemm.pointwiseInputGradient(s, weight, dy, dx, pool);
            return;
        }
        Optional<WinogradKernels> winograd = kernels.winograd(s, accuracy);
        if (winograd.isPresent() && WinogradKernels.inputGradientPays(s)) {
            winograd.get().convolution().inputGradient(s, weight, dy, dx, pool);
            return;
        }
        if (s.subsampling()) {
            float[] pixels = Subsampling.buffer(s);
            new InputGradient(s.subsampled(), accuracy).run(weight, dy, pixels, kernels, pool);
            Subsampling.scatter(s, pixels, dx, pool);
            return;
        }
        for (int row = 0; row < s.strideHeight(); row++) {
            Axis height = new Axis(row, s.inHeight(), s.outHeight(), s.kernelHeight(), s.strideHeight(), s.padHeight());
            for (int column = 0; column < s.strideWidth(); column++) {
                Axis width = new Axis(column, s.inWidth(), s.outWidth(), s.kernelWidth(), s.strideWidth(),
                        s.padWidth());
                if (height.count > 0 && width.count > 0) {
                    phase(height, width, weight, dy, dx, kernels, pool);
                }
            }
        }
    }

    /** One phase along one axis: input positions {@code phase + i * stride} for i in [0, count). */
    private static final class Axis {

        final int phase;
        final int stride;
        final int count;
        /** The phase's taps are {@code firstTap + j * stride} for j in [0, taps). */
        final int firstTap;
        final int taps;
        /** Padding of the gradient, and the position of the convolution that is the phase's first. */
        final int pad;
        final int skip;
        final int outCount;

        Axis(int phase, int in, int out, int kernel, int stride, int padding) {
            this.phase = phase;
            this.stride = stride;
            count = Math.ceilDiv(in - phase, stride);
            firstTap = (phase + padding) % stride;
            taps = Math.max(0, Math.ceilDiv(kernel - firstTap, stride));
            // Position i reads the gradient from i - before on.
            int before = taps - 1 - (phase + padding) / stride;
            pad = Math.max(0, Math.max(before, count - before + taps - 1 - out));
            skip = pad - before;
            outCount = out + 2 * pad - taps + 1;
        }

        /** Whether the convolution computes the phase's positions and no others. */
        boolean exact() {
            return stride == 1 && skip == 0 && outCount == count;
        }
    }

    private void phase(Axis height, Axis width, float[] weight, float[] dy, float[] dx, Kernels kernels,
                       WorkerPool pool) {
        if (height.taps == 0 || width.taps == 0) {
            fillPhase(height, width, dx, pool);
            return;
        }
        ConvShape convolution = new ConvShape(s.batch(), s.outChannels(), s.outHeight(), s.outWidth(), s.inChannels(),
                height.taps, width.taps, 1, 1, height.pad, width.pad, s.groups());
        float[] filters = mirror(height, width, weight, pool);
        if (height.exact() && width.exact()) {
            kernels.convolution(convolution).run(convolution, dy, filters, null, dx, pool);
            return;
        }
        float[] map = Scratch.MAP.get(s.batch() * s.inChannels() * convolution.outPlane());
        kernels.convolution(convolution).run(convolution, dy, filters, null, map, pool);
        pool.forEach(s.batch() * s.inChannels(), plane -> {
            for (int i = 0; i < height.count; i++) {
                int from = plane * convolution.outPlane() + (height.skip + i) * width.outCount + width.skip;
                int to = plane * s.inPlane() + (height.phase + i * height.stride) * s.inWidth() + width.phase;
                Subsampling.scatter(map, from, dx, to, width.stride, width.count);
            }
        });
    }

    /** Fills a phase that no output reads with zeros. */
    private void fillPhase(Axis height, Axis width, float[] dx, WorkerPool pool) {
        float[] zeros = new float[width.count];
        pool.forEach(s.batch() * s.inChannels(), plane -> {
            for (int i = 0; i < height.count; i++) {
                int to = plane * s.inPlane() + (height.phase + i * height.stride) * s.inWidth() + width.phase;
                Subsampling.scatter(zeros, 0, dx, to, width.stride, width.count);
            }
        });
    }

    /** The phase's taps in reverse order, with input and output channels of each group exchanged. */
    private float[] mirror(Axis height, Axis width, float[] weight, WorkerPool pool) {
        int in = s.groupInChannels();
        int out = s.groupOutChannels();
        int taps = height.taps * width.taps;
        int[] source = new int[taps];
        Arrays.setAll(source, tap -> {
            int row = height.firstTap + (height.taps - 1 - tap / width.taps) * height.stride;
            int column = width.firstTap + (width.taps - 1 - tap % width.taps) * width.stride;
            return row * s.kernelWidth() + column;
        });
        float[] mirrored = Scratch.FILTERS.get(s.inChannels() * out * taps);
        pool.forRanges(s.inChannels(), MIRRORED, (first, end) -> {
            for (int o = 0; o < out; o++) {
                for (int channel = first; channel < end; channel++) {
                    int from = ((channel / in * out + o) * in + channel % in) * s.taps();
                    int to = (channel * out + o) * taps;
                    for (int tap = 0; tap < taps; tap++) {
                        mirrored[to + tap] = weight[from + source[tap]];
                    }
                }
            }
        });
        return mirrored;
    }
}
