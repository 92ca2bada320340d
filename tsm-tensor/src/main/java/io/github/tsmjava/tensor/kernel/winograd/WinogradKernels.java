package io.github.tsmjava.tensor.kernel.winograd;

import io.github.tsmjava.tensor.kernel.ConvShape;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.gemm.GemmKernel;

/**
 * 3×3 convolutions of planes by Winograd's algorithm, for training.
 *
 * @param convolution forward, and the gradient with respect to the input
 * @param weights     the gradient with respect to the weights
 */
public record WinogradKernels(WinogradPlanes convolution, WinogradWeightGradient weights) {

    private static final int SIDE = WinogradTransform.SIDE;
    private static final int OUTPUTS = WinogradTransform.OUTPUTS;
    /** Fewer channels or tiles than this do not repay the transforms. */
    private static final int ENOUGH_CHANNELS = 32;
    private static final int ENOUGH_TILES = 64;
    /** Where fewer of a tile's 16 pixels lie inside the image on average, most of what is saved is lost again. */
    private static final int ENOUGH_PIXELS = 8;

    public WinogradKernels(GemmKernel kernel, BlockedKernels blocked) {
        this(new WinogradPlanes(kernel, blocked), new WinogradWeightGradient(kernel, blocked));
    }

    /** Whether these kernels can compute convolutions of this shape. */
    public static boolean accept(ConvShape s) {
        return s.kernelHeight() == SIDE && s.kernelWidth() == SIDE && s.strideHeight() == 1 && s.strideWidth() == 1
                && s.groups() == 1 && s.padHeight() < SIDE && s.padWidth() < SIDE;
    }

    /** The convolution that the input's gradient is: of the output's gradient. */
    public static ConvShape ofInputGradient(ConvShape s) {
        return new ConvShape(s.batch(), s.outChannels(), s.outHeight(), s.outWidth(), s.inChannels(), SIDE, SIDE, 1, 1,
                SIDE - 1 - s.padHeight(), SIDE - 1 - s.padWidth(), 1);
    }

    /** Whether they are faster than others. */
    public static boolean suit(ConvShape s) {
        int tiles = Math.ceilDiv(s.outHeight(), OUTPUTS) * Math.ceilDiv(s.outWidth(), OUTPUTS);
        return accept(s) && s.inChannels() >= ENOUGH_CHANNELS && s.outChannels() >= ENOUGH_CHANNELS
                && s.batch() * (long) tiles >= ENOUGH_TILES && s.outPlane() >= ENOUGH_PIXELS * tiles;
    }
}
