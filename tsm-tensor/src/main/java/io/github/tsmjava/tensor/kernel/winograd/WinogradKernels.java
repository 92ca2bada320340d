package io.github.tsmjava.tensor.kernel.winograd;

import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.WinogradTransform;
import io.github.tsmjava.tensor.kernel.gemm.GemmKernel;

/**
 * 3×3 convolutions of planes {@code [N, C, H, W]} by Winograd's algorithm, and their gradients, for training; see
 * {@code Kernels.winograd}.
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

    /**
     * Whether these kernels can compute convolutions of this shape: 3×3, of stride 1, padded by at most 2, in one
     * group.
     */
    public static boolean accepts(ConvShape s) {
        return s.kernelHeight() == SIDE && s.kernelWidth() == SIDE && s.strideHeight() == 1 && s.strideWidth() == 1
                && s.groups() == 1 && s.padHeight() < SIDE && s.padWidth() < SIDE;
    }

    /**
     * The convolution of the output's gradient that gives the input's gradient.
     *
     * @param s one that is {@linkplain #accepts accepted}
     */
    static ConvShape ofInputGradient(ConvShape s) {
        return new ConvShape(s.batch(), s.outChannels(), s.outHeight(), s.outWidth(), s.inChannels(), SIDE, SIDE, 1, 1,
                SIDE - 1 - s.padHeight(), SIDE - 1 - s.padWidth(), 1);
    }

    /** Whether Winograd's algorithm is faster than others for convolutions of this shape. */
    public static boolean pays(ConvShape s) {
        int tiles = Math.ceilDiv(s.outHeight(), OUTPUTS) * Math.ceilDiv(s.outWidth(), OUTPUTS);
        return accepts(s) && s.inChannels() >= ENOUGH_CHANNELS && s.outChannels() >= ENOUGH_CHANNELS
                && s.batch() * (long) tiles >= ENOUGH_TILES && s.outPlane() >= ENOUGH_PIXELS * tiles;
    }

    /** Whether it is so for the gradient with respect to the input too. */
    public static boolean inputGradientPays(ConvShape s) {
        return accepts(s) && pays(ofInputGradient(s));
    }
}
