package io.github.tsmjava.tensor.kernel.blocked;

import java.util.List;

/**
 * The kernels of compiled plans, for blocked {@link Maps}, all of one vector width; see {@code Kernels.blocked}.
 *
 * @param lanes    channels in a block
 * @param tiles    tiles for neighbouring pixels, the largest first, the last of one pixel
 * @param shallow  the same for sums of few quads
 * @param strided  tiles for pixels any distance apart, the largest first, the last of one pixel
 * @param caches   how much of a convolution stays in the caches
 * @param maps     depthwise convolution, pooling and softmax
 * @param winograd transforms for 3×3 convolutions
 * @param zeros    what sums without a residual start from: 2 · lanes zeros
 * @param identity an epilogue that changes nothing
 * @param weights  where convolutions keep their packed weights
 */
public record BlockedKernels(int lanes, List<ConvTile> tiles, List<ConvTile> shallow, List<ConvTile> strided,
                             Caches caches, MapKernels maps, WinogradTransform winograd, float[] zeros,
                             Epilogue identity, PackedWeights.Memory weights) {

    /**
     * How work is divided, since Java does not say how large caches are. Results do not depend on it.
     *
     * @param taskInput elements of input that a task of a convolution reads: less than half of a second-level cache
     * @param partQuads quads of a part of a long sum of a 1×1 convolution: so many that their weights stay in the
     *                  first-level cache, beside the input, while all tiles of a task are computed
     */
    public record Caches(int taskInput, int partQuads) {

        /** Second-level caches of 1 MB and more, and loads of whole cache lines. Sums in parts were no faster. */
        public static final Caches LARGE = new Caches(96 * 1024, Integer.MAX_VALUE);

        /** As they are beside vectors of 256 bits: 512 KB, of which 32 bytes come at a time. */
        public static final Caches SMALL = new Caches(32 * 1024, 32);
    }

    public BlockedKernels(int lanes, List<ConvTile> tiles, List<ConvTile> shallow, List<ConvTile> strided,
                          Caches caches, MapKernels maps, WinogradTransform winograd) {
        this(lanes, tiles, shallow, strided, caches, maps, winograd, new float[2 * lanes],
                new Epilogue(new float[2 * lanes], Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY),
                PackedWeights.Memory.separate());
    }

    /** The same, for one plan: its weights lie together, and go when it goes. */
    public BlockedKernels forPlan() {
        return new BlockedKernels(lanes, tiles, shallow, strided, caches, maps, winograd, zeros, identity,
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
