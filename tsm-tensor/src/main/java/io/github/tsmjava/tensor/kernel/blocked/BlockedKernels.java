package io.github.tsmjava.tensor.kernel.blocked;

import java.util.List;

/**
 * The kernels for blocked maps, all of one vector width.
 *
 * @param lanes    channels in a block
 * @param tiles    tiles for pixels side by side, the largest first, the last of one pixel
 * @param strided  tiles for pixels any distance apart, the largest first, the last of one pixel
 * @param maps     depthwise convolution and pooling
 * @param winograd transforms for 3×3 convolutions
 * @param zeros    nothing to start from: a tile's width of zeros
 * @param plain    nothing to do at the end
 */
public record BlockedKernels(int lanes, List<ConvTile> tiles, List<ConvTile> strided, MapKernels maps,
                             WinogradTransform winograd, float[] zeros, Epilogue plain) {

    public BlockedKernels(int lanes, List<ConvTile> tiles, List<ConvTile> strided, MapKernels maps,
                          WinogradTransform winograd) {
        this(lanes, tiles, strided, maps, winograd, new float[2 * lanes],
                new Epilogue(new float[2 * lanes], Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY));
    }
}
