package io.github.tsmjava.tensor.kernel.vector.tile;

import static io.github.tsmjava.tensor.kernel.vector.tile.Lanes.fma;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import io.github.tsmjava.tensor.kernel.gemm.GemmKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link GemmKernel} on packed panels: a tile of 4 rows by 2 vectors, 8 accumulators, for machines with 16 vector
 * registers. Twelve would fit by count, but then the compiler keeps some of them in memory.
 */
public final class GemmKernel4x2V extends GemmKernel {

    private static final VectorSpecies<Float> V = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;
    private static final int ROWS = 4;

    public GemmKernel4x2V() {
        super("4x2V", ROWS, 2 * LANES);
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
        for (int p = 0; p < depth; p++) {
            FloatVector ba = fromArray(V, b, bAt);
            FloatVector bb = fromArray(V, b, bAt + LANES);
            FloatVector a0 = broadcast(V, a[aAt]);
            c0a = fma(a0, ba, c0a);
            c0b = fma(a0, bb, c0b);
            FloatVector a1 = broadcast(V, a[aAt + 1]);
            c1a = fma(a1, ba, c1a);
            c1b = fma(a1, bb, c1b);
            FloatVector a2 = broadcast(V, a[aAt + 2]);
            c2a = fma(a2, ba, c2a);
            c2b = fma(a2, bb, c2b);
            FloatVector a3 = broadcast(V, a[aAt + 3]);
            c3a = fma(a3, ba, c3a);
            c3b = fma(a3, bb, c3b);
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
