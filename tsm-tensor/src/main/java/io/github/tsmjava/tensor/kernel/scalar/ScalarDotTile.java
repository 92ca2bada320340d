package io.github.tsmjava.tensor.kernel.scalar;

import io.github.tsmjava.tensor.kernel.gradient.DotTile;

/** {@link DotTile}, for weight gradients: one row by one, in double precision. */
public final class ScalarDotTile extends DotTile {

    public ScalarDotTile() {
        super(1, 1, 1);
    }

    @Override
    public void add(float[] a, int aAt, int[] aStarts, int row, float[] b, int bAt, int[] bStarts, int column,
                    int count, float[] sums, int sumsAt) {
        int from = aAt + aStarts[row];
        int with = bAt + bStarts[column];
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += (double) a[from + k] * b[with + k];
        }
        sums[sumsAt] += (float) sum;
    }
}
