package io.github.tsmjava.tensor.kernel.composed;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.base.Matrix;
import io.github.tsmjava.tensor.kernel.base.Scratch;
import io.github.tsmjava.tensor.kernel.gradient.WeightGradientOperands;

/**
 * The weight gradient of a convolution with many channels and small maps, called by {@code ConvolutionGradient}: for
 * each tap a matrix product, {@code dy [O, pixels]} times {@code x [pixels, C]}, on operands that
 * {@link WeightGradientOperands} lays out. Packing takes time for each channel, multiplying for each pair of channels,
 * so many channels repay packing.
 */
public final class WideWeightGradient {

    /** Channels from which on packing pays. */
    private static final int WIDE = 192;
    /** Elements of a plane up to which it pays to copy all images together. */
    private static final int SMALL = 256;

    private final ConvShape s;
    private final int in;
    private final int out;

    /** @param shape one that is {@linkplain #accepts accepted} */
    public WideWeightGradient(ConvShape shape) {
        this.s = shape;
        this.in = shape.groupInChannels();
        this.out = shape.groupOutChannels();
    }

    /** Whether this is faster than {@link io.github.tsmjava.tensor.kernel.gradient.WeightGradient}. */
    public static boolean accepts(ConvShape shape) {
        return shape.groupInChannels() >= WIDE && shape.groupOutChannels() >= WIDE && shape.outPlane() <= SMALL
                && WeightGradientOperands.holdsAllImages(shape);
    }

    /**
     * Computes {@code dw[o, c, r, s] = sum over n, h, w of dy[n, o, h, w] * x[n, c, h·strideH + r - padH, w·strideW + s
     * - padW]}.
     *
     * @param dw overwritten
     */
    public void run(float[] x, float[] dy, float[] dw, Kernels kernels, WorkerPool pool) {
        WeightGradientOperands operands = WeightGradientOperands.ofAllImages(s);
        operands.next(x, dy, pool);
        int taps = s.taps();
        int pair = out * in;
        float[] products = taps == 1 ? dw : Scratch.MAP.get(taps * pair);
        int rowStride = operands.gradientStart(1);
        int columnStride = operands.inputStart(1, 0) - operands.inputStart(0, 0);
        for (int group = 0; group < s.groups(); group++) {
            Matrix gradients = Matrix.rowMajor(operands.gradients(), operands.gradientStart(group * out), rowStride);
            int to = taps == 1 ? group * pair : 0;
            for (int tap = 0; tap < taps; tap++) {
                Matrix inputs = new Matrix(operands.inputs(), operands.inputStart(group * in, tap), 1, columnStride);
                kernels.matmul(out, in, operands.length(), gradients, inputs, products, to + tap * pair, pool);
            }
            if (taps > 1) {
                int first = group * out;
                pool.forEach(out, o -> interleave(products, o * in, pair, taps, dw, (first + o) * in * taps));
            }
        }
    }

    /** From {@code [tap][out][in]} to {@code [out][in][tap]}, for one output channel. */
    private void interleave(float[] from, int at, int tapStride, int taps, float[] to, int toAt) {
        for (int tap = 0; tap < taps; tap++) {
            for (int c = 0; c < in; c++) {
                to[toAt + c * taps + tap] = from[at + tap * tapStride + c];
            }
        }
    }
}
