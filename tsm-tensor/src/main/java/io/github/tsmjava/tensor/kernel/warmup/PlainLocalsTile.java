package io.github.tsmjava.tensor.kernel.warmup;

import io.github.tsmjava.tensor.kernel.blocked.Epilogue;

/**
 * {@link PlainTile} that computes four pixels by two outputs at a time, or one pixel by two. Their sums are local
 * variables, which stay in registers as scalars.
 */
final class PlainLocalsTile extends PlainTile {

    PlainLocalsTile(int pixels, boolean shallow, int lanes, boolean fused) {
        super(pixels, shallow, lanes, fused);
    }

    @Override
    public void sum(float[] x, int xBase, int xStride, int[] quads, int quadsEnd, float[] w, int wBase,
                    float[] start, int startAt, int startStride, int startBlock, Epilogue end, int biasAt,
                    float[] y, int yAt, int yBlock) {
        int fours = pixels() & ~3;
        for (int block = 0; block < 2; block++) {
            for (int lane = 0; lane < lanes; lane += 2) {
                int o = block * lanes + lane;
                int from = startAt + block * startBlock + lane;
                int to = yAt + block * yBlock + lane;
                for (int p = 0; p < fours; p += 4) {
                    four(x, xBase + p * xStride, xStride, quads, quadsEnd, w, wBase + o,
                            start, from + p * startStride, startStride, end, biasAt + o, y, to + p * lanes);
                }
                for (int p = fours; p < pixels(); p++) {
                    one(x, xBase + p * xStride, quads, quadsEnd, w, wBase + o,
                            start, from + p * startStride, end, biasAt + o, y, to + p * lanes);
                }
            }
        }
    }

    private void four(float[] x, int x0, int xStride, int[] quads, int quadsEnd, float[] w, int wBase,
                      float[] start, int startAt, int startStride, Epilogue end, int biasAt, float[] y, int yAt) {
        int outputs = 2 * lanes;
        int x1 = x0 + xStride;
        int x2 = x1 + xStride;
        int x3 = x2 + xStride;
        float sum00 = start[startAt];
        float sum01 = start[startAt + 1];
        float sum10 = start[startAt + startStride];
        float sum11 = start[startAt + startStride + 1];
        float sum20 = start[startAt + 2 * startStride];
        float sum21 = start[startAt + 2 * startStride + 1];
        float sum30 = start[startAt + 3 * startStride];
        float sum31 = start[startAt + 3 * startStride + 1];
        for (int s = 0; s < quadsEnd; s += 2) {
            int c = quads[s];
            int wAt = wBase + quads[s + 1];
            for (int i = 0; i < QUAD_SIZE; i++) {
                float w0 = w[wAt];
                float w1 = w[wAt + 1];
                sum00 = multiplyAdd(x[x0 + c], w0, sum00);
                sum01 = multiplyAdd(x[x0 + c], w1, sum01);
                sum10 = multiplyAdd(x[x1 + c], w0, sum10);
                sum11 = multiplyAdd(x[x1 + c], w1, sum11);
                sum20 = multiplyAdd(x[x2 + c], w0, sum20);
                sum21 = multiplyAdd(x[x2 + c], w1, sum21);
                sum30 = multiplyAdd(x[x3 + c], w0, sum30);
                sum31 = multiplyAdd(x[x3 + c], w1, sum31);
                c++;
                wAt += outputs;
            }
        }
        y[yAt] = end(sum00, end, biasAt);
        y[yAt + 1] = end(sum01, end, biasAt + 1);
        y[yAt + lanes] = end(sum10, end, biasAt);
        y[yAt + lanes + 1] = end(sum11, end, biasAt + 1);
        y[yAt + 2 * lanes] = end(sum20, end, biasAt);
        y[yAt + 2 * lanes + 1] = end(sum21, end, biasAt + 1);
        y[yAt + 3 * lanes] = end(sum30, end, biasAt);
        y[yAt + 3 * lanes + 1] = end(sum31, end, biasAt + 1);
    }

    private void one(float[] x, int xAt, int[] quads, int quadsEnd, float[] w, int wBase,
                     float[] start, int startAt, Epilogue end, int biasAt, float[] y, int yAt) {
        float sum0 = start[startAt];
        float sum1 = start[startAt + 1];
        for (int s = 0; s < quadsEnd; s += 2) {
            int wAt = wBase + quads[s + 1];
            for (int i = 0; i < QUAD_SIZE; i++) {
                float value = x[xAt + quads[s] + i];
                sum0 = multiplyAdd(value, w[wAt], sum0);
                sum1 = multiplyAdd(value, w[wAt + 1], sum1);
                wAt += 2 * lanes;
            }
        }
        y[yAt] = end(sum0, end, biasAt);
        y[yAt + 1] = end(sum1, end, biasAt + 1);
    }

    private float multiplyAdd(float a, float b, float c) {
        return fused ? Math.fma(a, b, c) : a * b + c;
    }
}
