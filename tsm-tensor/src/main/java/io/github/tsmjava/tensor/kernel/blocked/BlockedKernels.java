package io.github.tsmjava.tensor.kernel.blocked;

import java.util.List;

/**
 * The kernels for blocked maps, all of one vector width.
 *
 * @param lanes   channels in a block
 * @param tiles   tiles for pixels side by side, the largest first, the last of one pixel
 * @param strided tiles for pixels any distance apart, the largest first, the last of one pixel
 * @param maps    depthwise convolution and pooling
 */
public record BlockedKernels(int lanes, List<ConvTile> tiles, List<ConvTile> strided, MapKernels maps) {
}
