package io.github.tsmjava.tensor.kernel.vector;

import static io.github.tsmjava.tensor.kernel.vector.tile.Lanes.fma;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import io.github.tsmjava.tensor.kernel.gradient.MovedDots;
import io.github.tsmjava.tensor.kernel.vector.tile.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Three moves at a time, which share the loads of the run. */
final class VectorMovedDots extends MovedDots {

    private static final VectorSpecies<Float> V = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    VectorMovedDots() {
        super(LANES);
    }

    @Override
    public void add(float[] g, float[] x, int[] moves, int count, float[] sums) {
        int move = 0;
        for (; move + 3 <= moves.length; move += 3) {
            addThree(g, x, moves[move], moves[move + 1], moves[move + 2], count, sums, move * LANES);
        }
        for (; move < moves.length; move++) {
            addOne(g, x, moves[move], count, sums, move * LANES);
        }
    }

    private static void addThree(float[] g, float[] x, int move0, int move1, int move2, int count,
                                 float[] sums, int at) {
        FloatVector sum0 = zero(V);
        FloatVector sum1 = zero(V);
        FloatVector sum2 = zero(V);
        for (int k = 0; k < count; k += LANES) {
            FloatVector gradient = fromArray(V, g, k);
            sum0 = fma(gradient, fromArray(V, x, move0 + k), sum0);
            sum1 = fma(gradient, fromArray(V, x, move1 + k), sum1);
            sum2 = fma(gradient, fromArray(V, x, move2 + k), sum2);
        }
        fromArray(V, sums, at).add(sum0).intoArray(sums, at);
        fromArray(V, sums, at + LANES).add(sum1).intoArray(sums, at + LANES);
        fromArray(V, sums, at + 2 * LANES).add(sum2).intoArray(sums, at + 2 * LANES);
    }

    private static void addOne(float[] g, float[] x, int move, int count, float[] sums, int at) {
        FloatVector sum = zero(V);
        for (int k = 0; k < count; k += LANES) {
            sum = fma(fromArray(V, g, k), fromArray(V, x, move + k), sum);
        }
        fromArray(V, sums, at).add(sum).intoArray(sums, at);
    }
}
