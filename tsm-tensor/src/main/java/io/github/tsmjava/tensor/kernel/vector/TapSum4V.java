package io.github.tsmjava.tensor.kernel.vector;

import static io.github.tsmjava.tensor.kernel.vector.tile.Lanes.fma;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.github.tsmjava.tensor.kernel.depthwise.TapSum;
import io.github.tsmjava.tensor.kernel.vector.tile.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link TapSum}, for depthwise convolutions of planes, four vectors at a time. */
final class TapSum4V extends TapSum {

    private static final VectorSpecies<Float> V = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    TapSum4V() {
        super("4V", 4 * LANES);
    }

    @Override
    public void sum(float[] x, int[] offsets, float[] weights, int weightsAt, float start, float[] y, int count) {
        for (int i = 0; i < count; i += 4 * LANES) {
            FloatVector sum0 = broadcast(V, start);
            FloatVector sum1 = broadcast(V, start);
            FloatVector sum2 = broadcast(V, start);
            FloatVector sum3 = broadcast(V, start);
            for (int t = 0; t < offsets.length; t++) {
                FloatVector weight = broadcast(V, weights[weightsAt + t]);
                int at = i + offsets[t];
                sum0 = fma(weight, fromArray(V, x, at), sum0);
                sum1 = fma(weight, fromArray(V, x, at + LANES), sum1);
                sum2 = fma(weight, fromArray(V, x, at + 2 * LANES), sum2);
                sum3 = fma(weight, fromArray(V, x, at + 3 * LANES), sum3);
            }
            sum0.intoArray(y, i);
            sum1.intoArray(y, i + LANES);
            sum2.intoArray(y, i + 2 * LANES);
            sum3.intoArray(y, i + 3 * LANES);
        }
    }
}
