package io.github.tsmjava.tensor.kernel.vector;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.vector.tile.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * The ceiling no kernel can pass: a loop of nothing but fused multiply-adds, in the vector width of this process. In
 * this package because no other may use the Vector API.
 */
public final class FmaCeiling {

    private static final int CHAINS = 10; // two units, four cycles each: eight would do
    private static final int LENGTH = 4_000_000;
    private static final int REPEATS = 12;

    private static volatile float sink;

    private FmaCeiling() { }

    /** The best of several measurements on all threads of a pool, in GFLOP/s, a multiply-add being two operations. */
    public static double measure(WorkerPool pool) {
        double best = 0;
        for (int i = 0; i < REPEATS; i++) {
            long start = System.nanoTime();
            pool.forEach(pool.threads(), thread -> sink = chains(LENGTH));
            double operations = 2.0 * Lanes.COUNT * CHAINS * LENGTH * pool.threads();
            best = Math.max(best, operations / (System.nanoTime() - start));
        }
        return best;
    }

    private static float chains(int length) {
        FloatVector x = FloatVector.broadcast(Lanes.SPECIES, 0.5f);
        FloatVector y = FloatVector.broadcast(Lanes.SPECIES, 0.25f);
        FloatVector a0 = FloatVector.zero(Lanes.SPECIES);
        FloatVector a1 = FloatVector.zero(Lanes.SPECIES);
        FloatVector a2 = FloatVector.zero(Lanes.SPECIES);
        FloatVector a3 = FloatVector.zero(Lanes.SPECIES);
        FloatVector a4 = FloatVector.zero(Lanes.SPECIES);
        FloatVector a5 = FloatVector.zero(Lanes.SPECIES);
        FloatVector a6 = FloatVector.zero(Lanes.SPECIES);
        FloatVector a7 = FloatVector.zero(Lanes.SPECIES);
        FloatVector a8 = FloatVector.zero(Lanes.SPECIES);
        FloatVector a9 = FloatVector.zero(Lanes.SPECIES);
        for (int i = 0; i < length; i++) {
            a0 = Lanes.fma(x, a0, y);
            a1 = Lanes.fma(x, a1, y);
            a2 = Lanes.fma(x, a2, y);
            a3 = Lanes.fma(x, a3, y);
            a4 = Lanes.fma(x, a4, y);
            a5 = Lanes.fma(x, a5, y);
            a6 = Lanes.fma(x, a6, y);
            a7 = Lanes.fma(x, a7, y);
            a8 = Lanes.fma(x, a8, y);
            a9 = Lanes.fma(x, a9, y);
        }
        return a0.add(a1).add(a2.add(a3)).add(a4.add(a5)).add(a6.add(a7)).add(a8.add(a9)).lane(0);
    }
}
