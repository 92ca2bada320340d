package io.github.tsmjava.tensor.kernel.vector.tile;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import io.github.tsmjava.tensor.kernel.gradient.DotTile;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link DotTile} of weight gradients: 4 rows by 4, 16 accumulators, for machines with 32 vector registers and fused
 * multiply-add.
 */
public final class DotTile4x4V extends DotTile {

    private static final VectorSpecies<Float> V = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    public DotTile4x4V() {
        super(4, 4, LANES);
    }

    @Override
    public void add(float[] a, int aAt, int[] aStarts, int row, float[] b, int bAt, int[] bStarts, int column,
                    int count, float[] sums, int sumsAt) {
        int a0 = aAt + aStarts[row];
        int a1 = aAt + aStarts[row + 1];
        int a2 = aAt + aStarts[row + 2];
        int a3 = aAt + aStarts[row + 3];
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
        FloatVector s20 = zero(V);
        FloatVector s21 = zero(V);
        FloatVector s22 = zero(V);
        FloatVector s23 = zero(V);
        FloatVector s30 = zero(V);
        FloatVector s31 = zero(V);
        FloatVector s32 = zero(V);
        FloatVector s33 = zero(V);
        for (int k = 0; k < count; k += LANES) {
            FloatVector y0 = fromArray(V, b, b0 + k);
            FloatVector y1 = fromArray(V, b, b1 + k);
            FloatVector y2 = fromArray(V, b, b2 + k);
            FloatVector y3 = fromArray(V, b, b3 + k);
            FloatVector x0 = fromArray(V, a, a0 + k);
            s00 = x0.fma(y0, s00);
            s01 = x0.fma(y1, s01);
            s02 = x0.fma(y2, s02);
            s03 = x0.fma(y3, s03);
            FloatVector x1 = fromArray(V, a, a1 + k);
            s10 = x1.fma(y0, s10);
            s11 = x1.fma(y1, s11);
            s12 = x1.fma(y2, s12);
            s13 = x1.fma(y3, s13);
            FloatVector x2 = fromArray(V, a, a2 + k);
            s20 = x2.fma(y0, s20);
            s21 = x2.fma(y1, s21);
            s22 = x2.fma(y2, s22);
            s23 = x2.fma(y3, s23);
            FloatVector x3 = fromArray(V, a, a3 + k);
            s30 = x3.fma(y0, s30);
            s31 = x3.fma(y1, s31);
            s32 = x3.fma(y2, s32);
            s33 = x3.fma(y3, s33);
        }
        fromArray(V, sums, sumsAt).add(s00).intoArray(sums, sumsAt);
        fromArray(V, sums, sumsAt + LANES).add(s01).intoArray(sums, sumsAt + LANES);
        fromArray(V, sums, sumsAt + 2 * LANES).add(s02).intoArray(sums, sumsAt + 2 * LANES);
        fromArray(V, sums, sumsAt + 3 * LANES).add(s03).intoArray(sums, sumsAt + 3 * LANES);
        fromArray(V, sums, sumsAt + 4 * LANES).add(s10).intoArray(sums, sumsAt + 4 * LANES);
        fromArray(V, sums, sumsAt + 5 * LANES).add(s11).intoArray(sums, sumsAt + 5 * LANES);
        fromArray(V, sums, sumsAt + 6 * LANES).add(s12).intoArray(sums, sumsAt + 6 * LANES);
        fromArray(V, sums, sumsAt + 7 * LANES).add(s13).intoArray(sums, sumsAt + 7 * LANES);
        fromArray(V, sums, sumsAt + 8 * LANES).add(s20).intoArray(sums, sumsAt + 8 * LANES);
        fromArray(V, sums, sumsAt + 9 * LANES).add(s21).intoArray(sums, sumsAt + 9 * LANES);
        fromArray(V, sums, sumsAt + 10 * LANES).add(s22).intoArray(sums, sumsAt + 10 * LANES);
        fromArray(V, sums, sumsAt + 11 * LANES).add(s23).intoArray(sums, sumsAt + 11 * LANES);
        fromArray(V, sums, sumsAt + 12 * LANES).add(s30).intoArray(sums, sumsAt + 12 * LANES);
        fromArray(V, sums, sumsAt + 13 * LANES).add(s31).intoArray(sums, sumsAt + 13 * LANES);
        fromArray(V, sums, sumsAt + 14 * LANES).add(s32).intoArray(sums, sumsAt + 14 * LANES);
        fromArray(V, sums, sumsAt + 15 * LANES).add(s33).intoArray(sums, sumsAt + 15 * LANES);
    }
}
