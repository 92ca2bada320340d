package io.github.tsmjava.tensor.kernel.vector.tile;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import io.github.tsmjava.tensor.kernel.gemm.GemmKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link GemmKernel} on packed panels: a tile of 8 rows by 2 vectors, 16 accumulators, for machines with 32 vector
 * registers and fused multiply-add.
 */
public final class GemmKernel8x2V extends GemmKernel {

    private static final VectorSpecies<Float> V = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;
    private static final int ROWS = 8;

    public GemmKernel8x2V() {
        super("8x2V", ROWS, 2 * LANES);
    }

    @Override
    public void addProduct(float[] a, int aAt, float[] b, int bAt, int depth, float[] c, int cAt, int cStride) {
        // Each accumulator has a zero of its own: one shared by several would be kept as an object.
        FloatVector c0a = zero(V);
        FloatVector c0b = zero(V);
        FloatVector c1a = zero(V);
        FloatVector c1b = zero(V);
        FloatVector c2a = zero(V);
        FloatVector c2b = zero(V);
        FloatVector c3a = zero(V);
        FloatVector c3b = zero(V);
        FloatVector c4a = zero(V);
        FloatVector c4b = zero(V);
        FloatVector c5a = zero(V);
        FloatVector c5b = zero(V);
        FloatVector c6a = zero(V);
        FloatVector c6b = zero(V);
        FloatVector c7a = zero(V);
        FloatVector c7b = zero(V);
        for (int p = 0; p < depth; p++) {
            FloatVector ba = fromArray(V, b, bAt);
            FloatVector bb = fromArray(V, b, bAt + LANES);
            FloatVector a0 = broadcast(V, a[aAt]);
            c0a = a0.fma(ba, c0a);
            c0b = a0.fma(bb, c0b);
            FloatVector a1 = broadcast(V, a[aAt + 1]);
            c1a = a1.fma(ba, c1a);
            c1b = a1.fma(bb, c1b);
            FloatVector a2 = broadcast(V, a[aAt + 2]);
            c2a = a2.fma(ba, c2a);
            c2b = a2.fma(bb, c2b);
            FloatVector a3 = broadcast(V, a[aAt + 3]);
            c3a = a3.fma(ba, c3a);
            c3b = a3.fma(bb, c3b);
            FloatVector a4 = broadcast(V, a[aAt + 4]);
            c4a = a4.fma(ba, c4a);
            c4b = a4.fma(bb, c4b);
            FloatVector a5 = broadcast(V, a[aAt + 5]);
            c5a = a5.fma(ba, c5a);
            c5b = a5.fma(bb, c5b);
            FloatVector a6 = broadcast(V, a[aAt + 6]);
            c6a = a6.fma(ba, c6a);
            c6b = a6.fma(bb, c6b);
            FloatVector a7 = broadcast(V, a[aAt + 7]);
            c7a = a7.fma(ba, c7a);
            c7b = a7.fma(bb, c7b);
            aAt += ROWS;
            bAt += 2 * LANES;
        }
        fromArray(V, c, cAt).add(c0a).intoArray(c, cAt);
        fromArray(V, c, cAt + LANES).add(c0b).intoArray(c, cAt + LANES);
        fromArray(V, c, cAt + cStride).add(c1a).intoArray(c, cAt + cStride);
        fromArray(V, c, cAt + cStride + LANES).add(c1b).intoArray(c, cAt + cStride + LANES);
        fromArray(V, c, cAt + 2 * cStride).add(c2a).intoArray(c, cAt + 2 * cStride);
        fromArray(V, c, cAt + 2 * cStride + LANES).add(c2b).intoArray(c, cAt + 2 * cStride + LANES);
        fromArray(V, c, cAt + 3 * cStride).add(c3a).intoArray(c, cAt + 3 * cStride);
        fromArray(V, c, cAt + 3 * cStride + LANES).add(c3b).intoArray(c, cAt + 3 * cStride + LANES);
        fromArray(V, c, cAt + 4 * cStride).add(c4a).intoArray(c, cAt + 4 * cStride);
        fromArray(V, c, cAt + 4 * cStride + LANES).add(c4b).intoArray(c, cAt + 4 * cStride + LANES);
        fromArray(V, c, cAt + 5 * cStride).add(c5a).intoArray(c, cAt + 5 * cStride);
        fromArray(V, c, cAt + 5 * cStride + LANES).add(c5b).intoArray(c, cAt + 5 * cStride + LANES);
        fromArray(V, c, cAt + 6 * cStride).add(c6a).intoArray(c, cAt + 6 * cStride);
        fromArray(V, c, cAt + 6 * cStride + LANES).add(c6b).intoArray(c, cAt + 6 * cStride + LANES);
        fromArray(V, c, cAt + 7 * cStride).add(c7a).intoArray(c, cAt + 7 * cStride);
        fromArray(V, c, cAt + 7 * cStride + LANES).add(c7b).intoArray(c, cAt + 7 * cStride + LANES);
    }

    @Override
    public void copyRanges(float[] from, int fromAt, int[] sources, float[] to, int toAt, int[] targets, int count) {
        for (int i = 0; i < count; i++) {
            int source = fromAt + sources[i];
            int target = toAt + targets[i];
            fromArray(V, from, source).intoArray(to, target);
            fromArray(V, from, source + LANES).intoArray(to, target + LANES);
        }
    }
}
