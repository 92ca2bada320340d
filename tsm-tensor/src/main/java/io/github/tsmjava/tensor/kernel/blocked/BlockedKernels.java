package io.github.tsmjava.tensor.kernel.blocked;

import java.util.List;

/**
 * The kernels for blocked maps, all of one vector width.
 *
 * @param lanes    channels in a block
 * @param tiles    tiles for pixels side by side, the largest first, the last of one pixel
 * @param shallow  the same for sums of few quads
 * @param strided  tiles for pixels any distance apart, the largest first, the last of one pixel
 * @param maps     depthwise convolution and pooling
 * @param winograd transforms for 3×3 convolutions
 * @param zeros    nothing to start from: a tile's width of zeros
 * @param identity    nothing to do at the end
 */
public record BlockedKernels(int lanes, List<ConvTile> tiles, List<ConvTile> shallow, List<ConvTile> strided,
                             MapKernels maps, WinogradTransform winograd, float[] zeros, Epilogue identity) {

    public BlockedKernels(int lanes, List<ConvTile> tiles, List<ConvTile> shallow, List<ConvTile> strided,
                          MapKernels maps, WinogradTransform winograd) {
        this(lanes, tiles, shallow, strided, maps, winograd, new float[2 * lanes],
                new Epilogue(new float[2 * lanes], Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY));
    }

    /** Steps of a short sum, at most. */
    private static final int FEW_QUADS = 24;

    /** The tiles for pixels that lie {@code xStride} numbers apart in the input, and sums of so many quads. */
    List<ConvTile> tiles(int xStride, int quads) {
        if (xStride != lanes) {
            return strided;
        }
        return quads <= FEW_QUADS ? shallow : tiles;
    }
}
