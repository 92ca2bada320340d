package io.github.tsmjava.tensor.kernel.vector;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.github.tsmjava.tensor.kernel.vector.tile.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Softmax over the channels of one pixel of blocked maps, for {@link VectorMapKernels}: {@code x = exp(x - max) / sum
 * of exp(x - max)}.
 */
final class VectorSoftmax {

    private static final VectorSpecies<Float> V = Lanes.SPECIES;

    private static final float LOG2_E = (float) (1 / Math.log(2));
    /** So few digits that its multiples by small integers are exact. */
    private static final float LN2_HIGH = 355 / 512f;
    private static final float LN2_LOW = (float) (Math.log(2) - LN2_HIGH);
    /** Added to a small value, leaves the nearest integer in the lowest bits. */
    private static final float ROUNDER = 0x1.8p23f;
    /** Below this the result would be subnormal. */
    private static final float LOWEST = -87;
    private static final int EXPONENT_AT = 23;

    private VectorSoftmax() { }

    static void softmax(float[] x, int xAt, int xBlock, int blocks, float[] scratch) {
        FloatVector max = fromArray(V, x, xAt);
        for (int b = 1; b < blocks; b++) {
            max = max.max(fromArray(V, x, xAt + b * xBlock));
        }
        float largest = max.reduceLanes(VectorOperators.MAX);
        FloatVector sums = broadcast(V, 0f);
        for (int b = 0; b < blocks; b++) {
            FloatVector power = exp(fromArray(V, x, xAt + b * xBlock).sub(largest));
            power.intoArray(x, xAt + b * xBlock);
            sums = sums.add(power);
        }
        // Lane by lane: the order in which reduceLanes adds is not specified.
        sums.intoArray(scratch, 0);
        double sum = 0;
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            sum += scratch[lane];
        }
        float factor = (float) (1 / sum);
        for (int b = 0; b < blocks; b++) {
            fromArray(V, x, xAt + b * xBlock).mul(factor).intoArray(x, xAt + b * xBlock);
        }
    }

    /** {@code exp(x) = 2^n · exp(x - n·ln 2)} for x at most 0, the second factor by its Taylor series. */
    private static FloatVector exp(FloatVector x) {
        FloatVector bounded = x.max(LOWEST);
        FloatVector rounded = bounded.mul(LOG2_E).add(ROUNDER);
        FloatVector n = rounded.sub(ROUNDER);
        FloatVector rest = bounded.sub(n.mul(LN2_HIGH)).sub(n.mul(LN2_LOW));
        FloatVector series = broadcast(V, 1 / 5040f);
        series = Lanes.fma(series, rest, broadcast(V, 1 / 720f));
        series = Lanes.fma(series, rest, broadcast(V, 1 / 120f));
        series = Lanes.fma(series, rest, broadcast(V, 1 / 24f));
        series = Lanes.fma(series, rest, broadcast(V, 1 / 6f));
        series = Lanes.fma(series, rest, broadcast(V, 0.5f));
        series = Lanes.fma(series, rest, broadcast(V, 1f));
        series = Lanes.fma(series, rest, broadcast(V, 1f));
        FloatVector power = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT_AT)
                .add(Float.floatToIntBits(1f)).reinterpretAsFloats();
        return series.mul(power);
    }
}
