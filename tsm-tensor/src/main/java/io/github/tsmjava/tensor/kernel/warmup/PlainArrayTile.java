package io.github.tsmjava.tensor.kernel.warmup;

import io.github.tsmjava.tensor.kernel.blocked.Epilogue;

/**
 * {@link PlainTile} that computes all outputs of a pixel at once. Sums are held in doubles, each of which is a float:
 * C2 vectorises the innermost loop only if it writes to an array of another type than those it reads.
 */
final class PlainArrayTile extends PlainTile {

    PlainArrayTile(int pixels, boolean shallow, int lanes, boolean fused) {
        super(pixels, shallow, lanes, fused);
    }

    @Override
    public void sum(float[] x, int xBase, int xStride, int[] quads, int quadsEnd, float[] w, int wBase,
                    float[] start, int startAt, int startStride, int startBlock, Epilogue end, int biasAt,
                    float[] y, int yAt, int yBlock) {
        int outputs = 2 * lanes;
        double[] sums = new double[outputs];
        for (int p = 0; p < pixels(); p++) {
            for (int o = 0; o < lanes; o++) {
                sums[o] = start[startAt + p * startStride + o];
                sums[lanes + o] = start[startAt + p * startStride + startBlock + o];
            }
            for (int s = 0; s < quadsEnd; s += 2) {
                for (int i = 0; i < QUAD_SIZE; i++) {
                    add(x[xBase + p * xStride + quads[s] + i], w, wBase + quads[s + 1] + i * outputs, sums);
                }
            }
            // In place at most: the output may be where this pixel's sums started.
            for (int o = 0; o < lanes; o++) {
                y[yAt + p * lanes + o] = end((float) sums[o], end, biasAt + o);
                y[yAt + p * lanes + yBlock + o] = end((float) sums[lanes + o], end, biasAt + lanes + o);
            }
        }
    }

    private void add(float x, float[] w, int wAt, double[] sums) {
        if (fused) {
            for (int o = 0; o < sums.length; o++) {
                sums[o] = Math.fma(x, w[wAt + o], (float) sums[o]);
            }
        } else {
            for (int o = 0; o < sums.length; o++) {
                sums[o] = x * w[wAt + o] + (float) sums[o];
            }
        }
    }
}
