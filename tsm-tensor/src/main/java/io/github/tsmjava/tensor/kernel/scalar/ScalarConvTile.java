package io.github.tsmjava.tensor.kernel.scalar;

import io.github.tsmjava.tensor.kernel.blocked.ConvTile;
import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import java.util.Arrays;

/**
 * {@link ConvTile} on blocked maps in plain Java, each pixel by itself, with sums in double precision: the reference
 * for the vector tiles.
 */
public final class ScalarConvTile extends ConvTile {

    /** Channels in a block, an arbitrary choice. */
    public static final int LANES = 8;
    private static final int OUTPUTS = 2 * LANES;

    public ScalarConvTile(int pixels) {
        super("scalar-" + pixels, pixels);
    }

    @Override
    public void sum(float[] x, int xBase, int xStride, int[] quads, int quadsEnd, float[] w, int wBase,
                    float[] start, int startAt, int startStride, int startBlock, Epilogue end, int biasAt,
                    float[] y, int yAt, int yBlock) {
        double[] sums = new double[OUTPUTS];
        for (int p = 0; p < pixels(); p++) {
            Arrays.fill(sums, 0);
            for (int s = 0; s < quadsEnd; s += 2) {
                for (int i = 0; i < QUAD_SIZE; i++) {
                    double value = x[xBase + quads[s] + p * xStride + i];
                    int weights = wBase + quads[s + 1] + i * OUTPUTS;
                    for (int o = 0; o < OUTPUTS; o++) {
                        sums[o] += value * w[weights + o];
                    }
                }
            }
            for (int o = 0; o < OUTPUTS; o++) {
                int block = o / LANES;
                int lane = o % LANES;
                double sum = sums[o] + start[startAt + p * startStride + block * startBlock + lane]
                        + end.bias()[biasAt + o];
                y[yAt + p * LANES + block * yBlock + lane] = (float) Math.clamp(sum, end.low(), end.high());
            }
        }
    }
}
