package io.github.tsmjava.tensor.kernel.blocked;

import java.util.List;

/**
 * The kernels of compiled plans, for blocked {@link Maps}, all of one vector width; see {@code Kernels.blocked}.
 *
 * @param lanes    channels in a block
 * @param tiles    tiles for neighbouring pixels, the largest first, the last of one pixel
 * @param shallow  the same for sums of few quads
 * @param strided  tiles for pixels any distance apart, the largest first, the last of one pixel
 * @param maps     depthwise convolution, pooling and softmax
 * @param winograd transforms for 3×3 convolutions
 * @param zeros    what sums without a residual start from: 2 · lanes zeros
 * @param identity an epilogue that changes nothing
 * @param weights  where convolutions keep their packed weights
 */
public record BlockedKernels(int lanes, List<ConvTile> tiles, List<ConvTile> shallow, List<ConvTile> strided,
                             MapKernels maps, WinogradTransform winograd, float[] zeros, Epilogue identity,
                             PackedWeights.Memory weights) {

    public BlockedKernels(int lanes, List<ConvTile> tiles, List<ConvTile> shallow, List<ConvTile> strided,
                          MapKernels maps, WinogradTransform winograd) {
        this(lanes, tiles, shallow, strided, maps, winograd, new float[2 * lanes],
                new Epilogue(new float[2 * lanes], Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY),
                PackedWeights.Memory.separate());
    }

    /** The same, for one plan: its weights lie together, and go when it goes. */
    public BlockedKernels forPlan() {
        return new BlockedKernels(lanes, tiles, shallow, strided, maps, winograd, zeros, identity,
                PackedWeights.Memory.shared());
    }

    /** Quads of a short sum, at most. */
    private static final int FEW_QUADS = 24;

    /** The tiles for pixels that lie {@code xStride} elements apart in the input, and sums of so many quads. */
    List<ConvTile> tiles(int xStride, int quads) {
        if (xStride != lanes) {
            return strided;
        }
        return quads <= FEW_QUADS ? shallow : tiles;
    }
}
