package io.github.tsmjava.tensor.kernel.winograd;

import io.github.tsmjava.tensor.kernel.ConvShape;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.gemm.GemmKernel;

/**
 * 3×3 convolutions of planes by Winograd's algorithm, for training.
 *
 * @param convolution forward, and for the input's gradient
 * @param weights     the gradient with respect to the weights
 */
public record WinogradKernels(WinogradPlanes convolution, WinogradWeightGradient weights) {

    private static final int SIDE = WinogradTransform.SIDE;
    private static final int OUTPUTS = WinogradTransform.OUTPUTS;
    /** Fewer channels or tiles than this do not repay the transforms. */
    private static final int ENOUGH_CHANNELS = 32;
    private static final int ENOUGH_TILES = 64;

    public WinogradKernels(GemmKernel kernel, BlockedKernels blocked) {
        this(new WinogradPlanes(kernel, blocked), new WinogradWeightGradient(kernel, blocked));
    }

    /** Whether these kernels can compute convolutions of this shape. */
    public static boolean accept(ConvShape s) {
        return s.kernelHeight() == SIDE && s.kernelWidth() == SIDE && s.strideHeight() == 1 && s.strideWidth() == 1
                && s.groups() == 1;
    }

    /** Whether they are faster than others. */
    public static boolean suit(ConvShape s) {
        return accept(s) && s.inChannels() >= ENOUGH_CHANNELS && s.outChannels() >= ENOUGH_CHANNELS
                && Math.multiplyExact(s.batch(), Math.ceilDiv(s.outHeight(), OUTPUTS) * Math.ceilDiv(s.outWidth(), OUTPUTS))
                        >= ENOUGH_TILES;
    }
}
