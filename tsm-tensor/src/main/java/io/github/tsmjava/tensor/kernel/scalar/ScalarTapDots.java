package io.github.tsmjava.tensor.kernel.scalar;

import io.github.tsmjava.tensor.kernel.gradient.TapDots;

/** {@link TapDots}, for depthwise weight gradients: one tap after the other, in double precision. */
public final class ScalarTapDots extends TapDots {

    public ScalarTapDots() {
        super(1);
    }

    @Override
    public void add(float[] g, float[] x, int[] offsets, int count, float[] sums) {
        for (int tap = 0; tap < offsets.length; tap++) {
            double sum = 0;
            for (int k = 0; k < count; k++) {
                sum += (double) g[k] * x[offsets[tap] + k];
            }
            sums[tap] += (float) sum;
        }
    }
}
