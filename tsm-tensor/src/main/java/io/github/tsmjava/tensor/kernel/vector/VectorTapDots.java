package io.github.tsmjava.tensor.kernel.vector;

import static io.github.tsmjava.tensor.kernel.vector.tile.Lanes.fma;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import io.github.tsmjava.tensor.kernel.gradient.TapDots;
import io.github.tsmjava.tensor.kernel.vector.tile.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link TapDots}, for depthwise weight gradients, three taps at a time, which share the loads of {@code g}. */
final class VectorTapDots extends TapDots {

    private static final VectorSpecies<Float> V = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    VectorTapDots() {
        super(LANES);
    }

    @Override
    public void add(float[] g, float[] x, int[] offsets, int count, float[] sums) {
        int tap = 0;
        for (; tap + 3 <= offsets.length; tap += 3) {
            addThree(g, x, offsets[tap], offsets[tap + 1], offsets[tap + 2], count, sums, tap * LANES);
        }
        for (; tap < offsets.length; tap++) {
            addOne(g, x, offsets[tap], count, sums, tap * LANES);
        }
    }

    private static void addThree(float[] g, float[] x, int offset0, int offset1, int offset2, int count,
                                 float[] sums, int at) {
        FloatVector sum0 = zero(V);
        FloatVector sum1 = zero(V);
        FloatVector sum2 = zero(V);
        for (int k = 0; k < count; k += LANES) {
            FloatVector gradient = fromArray(V, g, k);
            sum0 = fma(gradient, fromArray(V, x, offset0 + k), sum0);
            sum1 = fma(gradient, fromArray(V, x, offset1 + k), sum1);
            sum2 = fma(gradient, fromArray(V, x, offset2 + k), sum2);
        }
        fromArray(V, sums, at).add(sum0).intoArray(sums, at);
        fromArray(V, sums, at + LANES).add(sum1).intoArray(sums, at + LANES);
        fromArray(V, sums, at + 2 * LANES).add(sum2).intoArray(sums, at + 2 * LANES);
    }

    private static void addOne(float[] g, float[] x, int offset, int count, float[] sums, int at) {
        FloatVector sum = zero(V);
        for (int k = 0; k < count; k += LANES) {
            sum = fma(fromArray(V, g, k), fromArray(V, x, offset + k), sum);
        }
        fromArray(V, sums, at).add(sum).intoArray(sums, at);
    }
}
