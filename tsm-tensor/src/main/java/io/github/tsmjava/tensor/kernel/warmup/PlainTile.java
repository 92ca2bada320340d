package io.github.tsmjava.tensor.kernel.warmup;

import io.github.tsmjava.tensor.kernel.blocked.ConvTile;
import io.github.tsmjava.tensor.kernel.blocked.Epilogue;

/**
 * Any {@link ConvTile} in plain Java, one pixel after the other, with the results of the vector tile to the bit. Sums
 * are held in doubles, each of which is a float: C2 vectorises the innermost loop only if it writes to an array of
 * another type than those it reads.
 */
final class PlainTile extends ConvTile {

    private final boolean shallow;
    private final int lanes;
    private final boolean fused;
    private KernelWarmUp<ConvTile> warmUp;

    PlainTile(int pixels, boolean shallow, int lanes, boolean fused) {
        super("plain-" + pixels, pixels);
        this.shallow = shallow;
        this.lanes = lanes;
        this.fused = fused;
    }

    void reportTo(KernelWarmUp<ConvTile> own) {
        warmUp = own;
    }

    @Override
    public void sum(float[] x, int xBase, int xStride, int[] quads, int quadsEnd, float[] w, int wBase,
                    float[] start, int startAt, int startStride, int startBlock, Epilogue end, int biasAt,
                    float[] y, int yAt, int yBlock) {
        // Everything is read before anything is written: the output may overwrite the residual.
        int outputs = 2 * lanes;
        float[] sums = new float[pixels() * outputs];
        double[] wide = new double[outputs];
        for (int p = 0; p < pixels(); p++) {
            for (int o = 0; o < lanes; o++) {
                wide[o] = start[startAt + p * startStride + o];
                wide[lanes + o] = start[startAt + p * startStride + startBlock + o];
            }
            for (int s = 0; s < quadsEnd; s += 2) {
                for (int i = 0; i < QUAD_SIZE; i++) {
                    add(x[xBase + p * xStride + quads[s] + i], w, wBase + quads[s + 1] + i * outputs, wide);
                }
            }
            for (int o = 0; o < outputs; o++) {
                sums[p * outputs + o] = (float) wide[o];
            }
        }
        for (int p = 0; p < pixels(); p++) {
            for (int o = 0; o < outputs; o++) {
                float sum = sums[p * outputs + o] + end.bias()[biasAt + o];
                y[yAt + p * lanes + (o < lanes ? o : yBlock + o - lanes)] = shallow
                        ? clamp(sum, end.low(), end.high()) : Math.min(Math.max(sum, end.low()), end.high());
            }
        }
        warmUp.addWork((long) quadsEnd / 2 * QUAD_SIZE * outputs * pixels());
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

    /** By comparison as in the vector kernels: other than max and min it leaves a negative zero as it is. */
    static float clamp(float value, float low, float high) {
        float raised = value < low ? low : value;
        return high < raised ? high : raised;
    }
}
