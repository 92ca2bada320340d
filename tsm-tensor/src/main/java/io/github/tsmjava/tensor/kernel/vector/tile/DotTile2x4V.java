package io.github.tsmjava.tensor.kernel.vector.tile;

import static io.github.tsmjava.tensor.kernel.vector.tile.Lanes.fma;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import io.github.tsmjava.tensor.kernel.gradient.DotTile;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link DotTile} of weight gradients: 2 rows by 4, 8 accumulators, for machines with 16 vector registers. */
public final class DotTile2x4V extends DotTile {

    private static final VectorSpecies<Float> V = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    public DotTile2x4V() {
        super(2, 4, LANES);
    }

    @Override
    public void add(float[] a, int aAt, int[] aStarts, int row, float[] b, int bAt, int[] bStarts, int column,
                    int count, float[] sums, int sumsAt) {
        int a0 = aAt + aStarts[row];
        int a1 = aAt + aStarts[row + 1];
        int b0 = bAt + bStarts[column];
        int b1 = bAt + bStarts[column + 1];
        int b2 = bAt + bStarts[column + 2];
        int b3 = bAt + bStarts[column + 3];
        FloatVector s00 = zero(V);
        FloatVector s01 = zero(V);
        FloatVector s02 = zero(V);
        FloatVector s03 = zero(V);
        FloatVector s10 = zero(V);
        FloatVector s11 = zero(V);
        FloatVector s12 = zero(V);
        FloatVector s13 = zero(V);
        for (int k = 0; k < count; k += LANES) {
            FloatVector y0 = fromArray(V, b, b0 + k);
            FloatVector y1 = fromArray(V, b, b1 + k);
            FloatVector y2 = fromArray(V, b, b2 + k);
            FloatVector y3 = fromArray(V, b, b3 + k);
            FloatVector x0 = fromArray(V, a, a0 + k);
            s00 = fma(x0, y0, s00);
            s01 = fma(x0, y1, s01);
            s02 = fma(x0, y2, s02);
            s03 = fma(x0, y3, s03);
            FloatVector x1 = fromArray(V, a, a1 + k);
            s10 = fma(x1, y0, s10);
            s11 = fma(x1, y1, s11);
            s12 = fma(x1, y2, s12);
            s13 = fma(x1, y3, s13);
        }
        fromArray(V, sums, sumsAt).add(s00).intoArray(sums, sumsAt);
        fromArray(V, sums, sumsAt + LANES).add(s01).intoArray(sums, sumsAt + LANES);
        fromArray(V, sums, sumsAt + 2 * LANES).add(s02).intoArray(sums, sumsAt + 2 * LANES);
        fromArray(V, sums, sumsAt + 3 * LANES).add(s03).intoArray(sums, sumsAt + 3 * LANES);
        fromArray(V, sums, sumsAt + 4 * LANES).add(s10).intoArray(sums, sumsAt + 4 * LANES);
        fromArray(V, sums, sumsAt + 5 * LANES).add(s11).intoArray(sums, sumsAt + 5 * LANES);
        fromArray(V, sums, sumsAt + 6 * LANES).add(s12).intoArray(sums, sumsAt + 6 * LANES);
        fromArray(V, sums, sumsAt + 7 * LANES).add(s13).intoArray(sums, sumsAt + 7 * LANES);
    }
}
