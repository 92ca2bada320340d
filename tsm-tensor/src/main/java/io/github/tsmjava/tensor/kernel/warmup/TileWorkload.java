package io.github.tsmjava.tensor.kernel.warmup;

import io.github.tsmjava.tensor.kernel.blocked.ConvTile;
import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import java.util.function.Consumer;

/** Calls a {@link ConvTile} on zeros, with sums as long as those of a middle layer; for {@link KernelWarmUp}. */
final class TileWorkload implements Consumer<ConvTile> {

    private static final int QUADS = 24;
    private static final int PIXELS = 16;

    private final int lanes;
    private final int[] quads = new int[2 * QUADS];
    private final float[] x;
    private final float[] w;
    private final float[] start;
    private final float[] y;
    private final Epilogue end;

    TileWorkload(int lanes) {
        this.lanes = lanes;
        for (int s = 0; s < QUADS; s++) {
            quads[2 * s] = s * ConvTile.QUAD_SIZE;
            quads[2 * s + 1] = s * ConvTile.QUAD_SIZE * 2 * lanes;
        }
        x = new float[QUADS * ConvTile.QUAD_SIZE + PIXELS * lanes];
        w = new float[QUADS * ConvTile.QUAD_SIZE * 2 * lanes];
        start = new float[2 * PIXELS * lanes];
        y = new float[2 * PIXELS * lanes];
        end = new Epilogue(new float[2 * lanes], 0, 6);
    }

    @Override
    public void accept(ConvTile tile) {
        tile.sum(x, 0, lanes, quads, quads.length, w, 0, start, 0, lanes, PIXELS * lanes, end, 0, y, 0, PIXELS * lanes);
    }
}
