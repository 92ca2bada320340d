package io.github.tsmjava.tensor.kernel.vector.tile;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.github.tsmjava.tensor.kernel.blocked.ConvTile;
import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ConvTile} on blocked maps: 4 pixels side by side by 2 vectors of output channels, 8 accumulators.
 * {@code VectorTiles} gives it to compiled plans.
 */
public final class ConvTile4x2V extends ConvTile {

    private static final VectorSpecies<Float> V = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    public ConvTile4x2V() {
        super("4x2V", 4);
    }

    @Override
    public void sum(float[] x, int xBase, int xStride, int[] quads, int quadsEnd, float[] w, int wBase,
                    float[] start, int startAt, int startStride, int startBlock, Epilogue end, int biasAt,
                    float[] y, int yAt, int yBlock) {
        // No helper around the arithmetic: so many calls would not all be inlined, and vectors would become objects.
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
            FloatVector wa = fromArray(V, w, wAt);
            FloatVector wb = fromArray(V, w, wAt + LANES);
            FloatVector x0 = broadcast(V, x[xAt]);
            y0a = x0.fma(wa, y0a);
            y0b = x0.fma(wb, y0b);
            FloatVector x1 = broadcast(V, x[xAt + LANES]);
            y1a = x1.fma(wa, y1a);
            y1b = x1.fma(wb, y1b);
            FloatVector x2 = broadcast(V, x[xAt + 2 * LANES]);
            y2a = x2.fma(wa, y2a);
            y2b = x2.fma(wb, y2b);
            FloatVector x3 = broadcast(V, x[xAt + 3 * LANES]);
            y3a = x3.fma(wa, y3a);
            y3b = x3.fma(wb, y3b);
            wa = fromArray(V, w, wAt + 2 * LANES);
            wb = fromArray(V, w, wAt + 3 * LANES);
            x0 = broadcast(V, x[xAt + 1]);
            y0a = x0.fma(wa, y0a);
            y0b = x0.fma(wb, y0b);
            x1 = broadcast(V, x[xAt + LANES + 1]);
            y1a = x1.fma(wa, y1a);
            y1b = x1.fma(wb, y1b);
            x2 = broadcast(V, x[xAt + 2 * LANES + 1]);
            y2a = x2.fma(wa, y2a);
            y2b = x2.fma(wb, y2b);
            x3 = broadcast(V, x[xAt + 3 * LANES + 1]);
            y3a = x3.fma(wa, y3a);
            y3b = x3.fma(wb, y3b);
            wa = fromArray(V, w, wAt + 4 * LANES);
            wb = fromArray(V, w, wAt + 5 * LANES);
            x0 = broadcast(V, x[xAt + 2]);
            y0a = x0.fma(wa, y0a);
            y0b = x0.fma(wb, y0b);
            x1 = broadcast(V, x[xAt + LANES + 2]);
            y1a = x1.fma(wa, y1a);
            y1b = x1.fma(wb, y1b);
            x2 = broadcast(V, x[xAt + 2 * LANES + 2]);
            y2a = x2.fma(wa, y2a);
            y2b = x2.fma(wb, y2b);
            x3 = broadcast(V, x[xAt + 3 * LANES + 2]);
            y3a = x3.fma(wa, y3a);
            y3b = x3.fma(wb, y3b);
            wa = fromArray(V, w, wAt + 6 * LANES);
            wb = fromArray(V, w, wAt + 7 * LANES);
            x0 = broadcast(V, x[xAt + 3]);
            y0a = x0.fma(wa, y0a);
            y0b = x0.fma(wb, y0b);
            x1 = broadcast(V, x[xAt + LANES + 3]);
            y1a = x1.fma(wa, y1a);
            y1b = x1.fma(wb, y1b);
            x2 = broadcast(V, x[xAt + 2 * LANES + 3]);
            y2a = x2.fma(wa, y2a);
            y2b = x2.fma(wb, y2b);
            x3 = broadcast(V, x[xAt + 3 * LANES + 3]);
            y3a = x3.fma(wa, y3a);
            y3b = x3.fma(wb, y3b);
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
