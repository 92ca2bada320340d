package io.github.tsmjava.tensor.kernel.vector.tile;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.github.tsmjava.tensor.kernel.blocked.ConvTile;
import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ConvTile} on blocked maps: one pixel by 2 vectors of output channels, 2 accumulators.
 * {@code VectorTiles} gives it to compiled plans.
 */
public final class ConvTile1x2V extends ConvTile {

    private static final VectorSpecies<Float> V = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    public ConvTile1x2V() {
        super("1x2V", 1);
    }

    @Override
    public void sum(float[] x, int xBase, int xStride, int[] quads, int quadsEnd, float[] w, int wBase,
                    float[] start, int startAt, int startStride, int startBlock, Epilogue end, int biasAt,
                    float[] y, int yAt, int yBlock) {
        FloatVector y0a = fromArray(V, start, startAt);
        FloatVector y0b = fromArray(V, start, startAt + startBlock);
        for (int s = 0; s < quadsEnd; s += 2) {
            int xAt = xBase + quads[s];
            int wAt = wBase + quads[s + 1];
            FloatVector wa = fromArray(V, w, wAt);
            FloatVector wb = fromArray(V, w, wAt + LANES);
            FloatVector x0 = broadcast(V, x[xAt]);
            y0a = Lanes.fma(x0, wa, y0a);
            y0b = Lanes.fma(x0, wb, y0b);
            wa = fromArray(V, w, wAt + 2 * LANES);
            wb = fromArray(V, w, wAt + 3 * LANES);
            x0 = broadcast(V, x[xAt + 1]);
            y0a = Lanes.fma(x0, wa, y0a);
            y0b = Lanes.fma(x0, wb, y0b);
            wa = fromArray(V, w, wAt + 4 * LANES);
            wb = fromArray(V, w, wAt + 5 * LANES);
            x0 = broadcast(V, x[xAt + 2]);
            y0a = Lanes.fma(x0, wa, y0a);
            y0b = Lanes.fma(x0, wb, y0b);
            wa = fromArray(V, w, wAt + 6 * LANES);
            wb = fromArray(V, w, wAt + 7 * LANES);
            x0 = broadcast(V, x[xAt + 3]);
            y0a = Lanes.fma(x0, wa, y0a);
            y0b = Lanes.fma(x0, wb, y0b);
        }
        float low = end.low();
        float high = end.high();
        FloatVector biasA = fromArray(V, end.bias(), biasAt);
        FloatVector biasB = fromArray(V, end.bias(), biasAt + LANES);
        y0a.add(biasA).max(low).min(high).intoArray(y, yAt);
        y0b.add(biasB).max(low).min(high).intoArray(y, yAt + yBlock);
    }
}
