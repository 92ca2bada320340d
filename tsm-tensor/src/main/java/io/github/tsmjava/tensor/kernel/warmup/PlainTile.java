package io.github.tsmjava.tensor.kernel.warmup;

import io.github.tsmjava.tensor.kernel.blocked.ConvTile;
import io.github.tsmjava.tensor.kernel.blocked.Epilogue;

/**
 * Any tile in plain Java. Four pixels of one output at a time, their sums in local variables: C2 cannot make vectors of
 * this, but needs no time to compile it.
 */
final class PlainTile extends ConvTile {

    private static final int GROUP = 4;

    private final boolean shallow;
    private final int lanes;
    private final boolean fused;
    private Practice<ConvTile> practice;

    PlainTile(int pixels, boolean shallow, int lanes, boolean fused) {
        super("plain-" + pixels, pixels);
        this.shallow = shallow;
        this.lanes = lanes;
        this.fused = fused;
    }

    void reportTo(Practice<ConvTile> own) {
        practice = own;
    }

    @Override
    public void sum(float[] x, int xBase, int xStep, int[] steps, int stepsEnd, float[] w, int wBase,
                    float[] start, int startAt, int startStep, int startBlock, Epilogue end, int biasAt,
                    float[] y, int yAt, int yBlock) {
        // Everything is read before anything is written: the output may lie where the sums start from.
        float[] sums = new float[pixels() * 2 * lanes];
        for (int p = 0; p < pixels(); p++) {
            System.arraycopy(start, startAt + p * startStep, sums, 2 * p * lanes, lanes);
            System.arraycopy(start, startAt + p * startStep + startBlock, sums, (2 * p + 1) * lanes, lanes);
        }
        for (int o = 0; o < 2 * lanes; o++) {
            int p = 0;
            for (; p + GROUP <= pixels(); p += GROUP) {
                four(x, xBase + p * xStep, xStep, steps, stepsEnd, w, wBase + o, sums, 2 * p * lanes + o);
            }
            for (; p < pixels(); p++) {
                one(x, xBase + p * xStep, steps, stepsEnd, w, wBase + o, sums, 2 * p * lanes + o);
            }
        }
        for (int p = 0; p < pixels(); p++) {
            for (int o = 0; o < 2 * lanes; o++) {
                float sum = sums[2 * p * lanes + o] + end.bias()[biasAt + o];
                y[yAt + p * lanes + (o < lanes ? o : yBlock + o - lanes)] = shallow
                        ? clamp(sum, end.low(), end.high()) : Math.min(Math.max(sum, end.low()), end.high());
            }
        }
        practice.did((long) stepsEnd / 2 * STEP_CHANNELS * 2 * lanes * pixels());
    }

    /** As the vectors do it, by comparison: other than max and min it leaves a negative zero as it is. */
    static float clamp(float value, float low, float high) {
        float raised = value < low ? low : value;
        return high < raised ? high : raised;
    }

    private void four(float[] x, int xBase, int xStep, int[] steps, int stepsEnd, float[] w, int wBase, float[] sums, int at) {
        float sum0 = sums[at];
        float sum1 = sums[at + 2 * lanes];
        float sum2 = sums[at + 4 * lanes];
        float sum3 = sums[at + 6 * lanes];
        for (int s = 0; s < stepsEnd; s += 2) {
            int xAt = xBase + steps[s];
            int wAt = wBase + steps[s + 1];
            for (int i = 0; i < STEP_CHANNELS; i++, xAt++, wAt += 2 * lanes) {
                float weight = w[wAt];
                sum0 = multiplyAdd(x[xAt], weight, sum0);
                sum1 = multiplyAdd(x[xAt + xStep], weight, sum1);
                sum2 = multiplyAdd(x[xAt + 2 * xStep], weight, sum2);
                sum3 = multiplyAdd(x[xAt + 3 * xStep], weight, sum3);
            }
        }
        sums[at] = sum0;
        sums[at + 2 * lanes] = sum1;
        sums[at + 4 * lanes] = sum2;
        sums[at + 6 * lanes] = sum3;
    }

    private void one(float[] x, int xBase, int[] steps, int stepsEnd, float[] w, int wBase, float[] sums, int at) {
        float sum = sums[at];
        for (int s = 0; s < stepsEnd; s += 2) {
            for (int i = 0; i < STEP_CHANNELS; i++) {
                sum = multiplyAdd(x[xBase + steps[s] + i], w[wBase + steps[s + 1] + 2 * i * lanes], sum);
            }
        }
        sums[at] = sum;
    }

    private float multiplyAdd(float a, float b, float c) {
        return fused ? Math.fma(a, b, c) : a * b + c;
    }
}
