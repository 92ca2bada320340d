package io.github.tsmjava.tensor.kernel.warmup;

import io.github.tsmjava.tensor.kernel.blocked.ConvTile;
import io.github.tsmjava.tensor.kernel.blocked.Epilogue;

/** {@link ConvTile} that is plain Java at first, and the vector kernel later; see {@link WarmUp}. */
final class WarmingTile extends ConvTile {

    private final Handover<ConvTile> tile;

    WarmingTile(PlainTile plain, Handover<ConvTile> tile) {
        super("warming-" + plain.pixels(), plain.pixels());
        this.tile = tile;
    }

    @Override
    public void sum(float[] x, int xBase, int xStride, int[] quads, int quadsEnd, float[] w, int wBase,
                    float[] start, int startAt, int startStride, int startBlock, Epilogue end, int biasAt,
                    float[] y, int yAt, int yBlock) {
        long began = tile.start();
        tile.kernel().sum(x, xBase, xStride, quads, quadsEnd, w, wBase, start, startAt, startStride, startBlock, end,
                biasAt, y, yAt, yBlock);
        tile.stop(began);
    }
}
