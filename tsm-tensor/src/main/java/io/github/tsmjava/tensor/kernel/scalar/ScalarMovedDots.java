package io.github.tsmjava.tensor.kernel.scalar;

import io.github.tsmjava.tensor.kernel.gradient.MovedDots;

/** One move after the other, in double precision. */
public final class ScalarMovedDots extends MovedDots {

    public ScalarMovedDots() {
        super(1);
    }

    @Override
    public void add(float[] g, float[] x, int[] moves, int count, float[] sums) {
        for (int move = 0; move < moves.length; move++) {
            double sum = 0;
            for (int k = 0; k < count; k++) {
                sum += (double) g[k] * x[moves[move] + k];
            }
            sums[move] += (float) sum;
        }
    }
}
