package io.github.tsmjava.tensor.kernel.vector.tile;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.github.tsmjava.tensor.kernel.blocked.ConvTile;
import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ConvTile} on blocked maps: 4 pixels any distance apart by 2 vectors of output channels, for machines without a
 * fused multiply-add. {@code VectorTiles} gives it to compiled plans.
 */
public final class ConvTile4x2VMulAdd extends ConvTile {

    private static final VectorSpecies<Float> V = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    public ConvTile4x2VMulAdd() {
        super("4x2V-muladd", 4);
    }

    @Override
    public void sum(float[] x, int xBase, int xStride, int[] quads, int quadsEnd, float[] w, int wBase,
                    float[] start, int startAt, int startStride, int startBlock, Epilogue end, int biasAt,
                    float[] y, int yAt, int yBlock) {
        // Each accumulator has a load of its own: one vector shared by several would be kept as an object.
        FloatVector y0a = fromArray(V, start, startAt);
        FloatVector y0b = fromArray(V, start, startAt + startBlock);
        FloatVector y1a = fromArray(V, start, startAt + startStride);
        FloatVector y1b = fromArray(V, start, startAt + startStride + startBlock);
        FloatVector y2a = fromArray(V, start, startAt + 2 * startStride);
        FloatVector y2b = fromArray(V, start, startAt + 2 * startStride + startBlock);
        FloatVector y3a = fromArray(V, start, startAt + 3 * startStride);
        FloatVector y3b = fromArray(V, start, startAt + 3 * startStride + startBlock);
        for (int s = 0; s < quadsEnd; s += 2) {
            int xAt = xBase + quads[s];
            int wAt = wBase + quads[s + 1];
            for (int i = 0; i < QUAD_SIZE; i++, xAt++, wAt += 2 * LANES) {
                FloatVector wa = fromArray(V, w, wAt);
                FloatVector wb = fromArray(V, w, wAt + LANES);
                FloatVector x0 = broadcast(V, x[xAt]);
                y0a = x0.mul(wa).add(y0a);
                y0b = x0.mul(wb).add(y0b);
                FloatVector x1 = broadcast(V, x[xAt + xStride]);
                y1a = x1.mul(wa).add(y1a);
                y1b = x1.mul(wb).add(y1b);
                FloatVector x2 = broadcast(V, x[xAt + 2 * xStride]);
                y2a = x2.mul(wa).add(y2a);
                y2b = x2.mul(wb).add(y2b);
                FloatVector x3 = broadcast(V, x[xAt + 3 * xStride]);
                y3a = x3.mul(wa).add(y3a);
                y3b = x3.mul(wb).add(y3b);
            }
        }
        float low = end.low();
        float high = end.high();
        FloatVector biasA = fromArray(V, end.bias(), biasAt);
        FloatVector biasB = fromArray(V, end.bias(), biasAt + LANES);
        y0a.add(biasA).max(low).min(high).intoArray(y, yAt);
        y0b.add(biasB).max(low).min(high).intoArray(y, yAt + yBlock);
        y1a.add(biasA).max(low).min(high).intoArray(y, yAt + LANES);
        y1b.add(biasB).max(low).min(high).intoArray(y, yAt + LANES + yBlock);
        y2a.add(biasA).max(low).min(high).intoArray(y, yAt + 2 * LANES);
        y2b.add(biasB).max(low).min(high).intoArray(y, yAt + 2 * LANES + yBlock);
        y3a.add(biasA).max(low).min(high).intoArray(y, yAt + 3 * LANES);
        y3b.add(biasB).max(low).min(high).intoArray(y, yAt + 3 * LANES + yBlock);
    }
}
