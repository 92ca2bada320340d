package io.github.tsmjava.tensor.kernel.vector.tile;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.github.tsmjava.tensor.kernel.blocked.ConvTile;
import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ConvTile} on blocked maps: 7 pixels any distance apart by 2 vectors of output channels, 14 accumulators.
 * {@code VectorTiles} gives it to compiled plans.
 */
public final class ConvTile7x2VStrided extends ConvTile {

    private static final VectorSpecies<Float> V = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    public ConvTile7x2VStrided() {
        super("7x2V-strided", 7);
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
        FloatVector y4a = fromArray(V, start, startAt + 4 * startStride);
        FloatVector y4b = fromArray(V, start, startAt + 4 * startStride + startBlock);
        FloatVector y5a = fromArray(V, start, startAt + 5 * startStride);
        FloatVector y5b = fromArray(V, start, startAt + 5 * startStride + startBlock);
        FloatVector y6a = fromArray(V, start, startAt + 6 * startStride);
        FloatVector y6b = fromArray(V, start, startAt + 6 * startStride + startBlock);
        for (int s = 0; s < quadsEnd; s += 2) {
            int xAt = xBase + quads[s];
            int wAt = wBase + quads[s + 1];
            FloatVector wa = fromArray(V, w, wAt);
            FloatVector wb = fromArray(V, w, wAt + LANES);
            FloatVector x0 = broadcast(V, x[xAt]);
            y0a = x0.fma(wa, y0a);
            y0b = x0.fma(wb, y0b);
            FloatVector x1 = broadcast(V, x[xAt + xStride]);
            y1a = x1.fma(wa, y1a);
            y1b = x1.fma(wb, y1b);
            FloatVector x2 = broadcast(V, x[xAt + 2 * xStride]);
            y2a = x2.fma(wa, y2a);
            y2b = x2.fma(wb, y2b);
            FloatVector x3 = broadcast(V, x[xAt + 3 * xStride]);
            y3a = x3.fma(wa, y3a);
            y3b = x3.fma(wb, y3b);
            FloatVector x4 = broadcast(V, x[xAt + 4 * xStride]);
            y4a = x4.fma(wa, y4a);
            y4b = x4.fma(wb, y4b);
            FloatVector x5 = broadcast(V, x[xAt + 5 * xStride]);
            y5a = x5.fma(wa, y5a);
            y5b = x5.fma(wb, y5b);
            FloatVector x6 = broadcast(V, x[xAt + 6 * xStride]);
            y6a = x6.fma(wa, y6a);
            y6b = x6.fma(wb, y6b);
            wa = fromArray(V, w, wAt + 2 * LANES);
            wb = fromArray(V, w, wAt + 3 * LANES);
            x0 = broadcast(V, x[xAt + 1]);
            y0a = x0.fma(wa, y0a);
            y0b = x0.fma(wb, y0b);
            x1 = broadcast(V, x[xAt + xStride + 1]);
            y1a = x1.fma(wa, y1a);
            y1b = x1.fma(wb, y1b);
            x2 = broadcast(V, x[xAt + 2 * xStride + 1]);
            y2a = x2.fma(wa, y2a);
            y2b = x2.fma(wb, y2b);
            x3 = broadcast(V, x[xAt + 3 * xStride + 1]);
            y3a = x3.fma(wa, y3a);
            y3b = x3.fma(wb, y3b);
            x4 = broadcast(V, x[xAt + 4 * xStride + 1]);
            y4a = x4.fma(wa, y4a);
            y4b = x4.fma(wb, y4b);
            x5 = broadcast(V, x[xAt + 5 * xStride + 1]);
            y5a = x5.fma(wa, y5a);
            y5b = x5.fma(wb, y5b);
            x6 = broadcast(V, x[xAt + 6 * xStride + 1]);
            y6a = x6.fma(wa, y6a);
            y6b = x6.fma(wb, y6b);
            wa = fromArray(V, w, wAt + 4 * LANES);
            wb = fromArray(V, w, wAt + 5 * LANES);
            x0 = broadcast(V, x[xAt + 2]);
            y0a = x0.fma(wa, y0a);
            y0b = x0.fma(wb, y0b);
            x1 = broadcast(V, x[xAt + xStride + 2]);
            y1a = x1.fma(wa, y1a);
            y1b = x1.fma(wb, y1b);
            x2 = broadcast(V, x[xAt + 2 * xStride + 2]);
            y2a = x2.fma(wa, y2a);
            y2b = x2.fma(wb, y2b);
            x3 = broadcast(V, x[xAt + 3 * xStride + 2]);
            y3a = x3.fma(wa, y3a);
            y3b = x3.fma(wb, y3b);
            x4 = broadcast(V, x[xAt + 4 * xStride + 2]);
            y4a = x4.fma(wa, y4a);
            y4b = x4.fma(wb, y4b);
            x5 = broadcast(V, x[xAt + 5 * xStride + 2]);
            y5a = x5.fma(wa, y5a);
            y5b = x5.fma(wb, y5b);
            x6 = broadcast(V, x[xAt + 6 * xStride + 2]);
            y6a = x6.fma(wa, y6a);
            y6b = x6.fma(wb, y6b);
            wa = fromArray(V, w, wAt + 6 * LANES);
            wb = fromArray(V, w, wAt + 7 * LANES);
            x0 = broadcast(V, x[xAt + 3]);
            y0a = x0.fma(wa, y0a);
            y0b = x0.fma(wb, y0b);
            x1 = broadcast(V, x[xAt + xStride + 3]);
            y1a = x1.fma(wa, y1a);
            y1b = x1.fma(wb, y1b);
            x2 = broadcast(V, x[xAt + 2 * xStride + 3]);
            y2a = x2.fma(wa, y2a);
            y2b = x2.fma(wb, y2b);
            x3 = broadcast(V, x[xAt + 3 * xStride + 3]);
            y3a = x3.fma(wa, y3a);
            y3b = x3.fma(wb, y3b);
            x4 = broadcast(V, x[xAt + 4 * xStride + 3]);
            y4a = x4.fma(wa, y4a);
            y4b = x4.fma(wb, y4b);
            x5 = broadcast(V, x[xAt + 5 * xStride + 3]);
            y5a = x5.fma(wa, y5a);
            y5b = x5.fma(wb, y5b);
            x6 = broadcast(V, x[xAt + 6 * xStride + 3]);
            y6a = x6.fma(wa, y6a);
            y6b = x6.fma(wb, y6b);
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
        y4a.add(biasA).max(low).min(high).intoArray(y, yAt + 4 * LANES);
        y4b.add(biasB).max(low).min(high).intoArray(y, yAt + 4 * LANES + yBlock);
        y5a.add(biasA).max(low).min(high).intoArray(y, yAt + 5 * LANES);
        y5b.add(biasB).max(low).min(high).intoArray(y, yAt + 5 * LANES + yBlock);
        y6a.add(biasA).max(low).min(high).intoArray(y, yAt + 6 * LANES);
        y6b.add(biasB).max(low).min(high).intoArray(y, yAt + 6 * LANES + yBlock);
    }
}
