package io.github.tsmjava.tensor.kernel.warmup;

import io.github.tsmjava.tensor.kernel.blocked.ConvTile;
import io.github.tsmjava.tensor.kernel.blocked.Epilogue;

/** {@link ConvTile} that is plain Java at first, and the vector kernel once that is compiled; see {@link WarmUp}. */
final class WarmingTile extends ConvTile {

    /** Not volatile: both give the same results, so it does not matter when a thread sees the change. */
    private ConvTile tile;

    WarmingTile(PlainTile plain) {
        super("warming-" + plain.pixels(), plain.pixels());
        tile = plain;
    }

    void use(ConvTile vector) {
        tile = vector;
    }

    @Override
    public void sum(float[] x, int xBase, int xStride, int[] quads, int quadsEnd, float[] w, int wBase,
                    float[] start, int startAt, int startStride, int startBlock, Epilogue end, int biasAt,
                    float[] y, int yAt, int yBlock) {
        tile.sum(x, xBase, xStride, quads, quadsEnd, w, wBase, start, startAt, startStride, startBlock, end, biasAt,
                y, yAt, yBlock);
    }
}
