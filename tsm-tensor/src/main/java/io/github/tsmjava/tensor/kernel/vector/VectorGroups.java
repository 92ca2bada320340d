package io.github.tsmjava.tensor.kernel.vector;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.vector.tile.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Convolutions of small groups on one block of blocked maps, for {@link VectorMapKernels}: spreads rows and sums them
 * lane by lane.
 *
 * <p>Loads are what limits such sums: vectors in an array lie across two cache lines, so a load takes as long as two
 * multiplications. Here a spread vector is loaded once and used for three pixels, under
 * three taps side by side.
 */
final class VectorGroups {

    private static final VectorSpecies<Float> V = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;
    /** For groups of 1, 2, 4, … channels, and each channel of a group: the lanes that are read. */
    private static final VectorShuffle<?>[][] SHUFFLES = shuffles();
    /** Pixels of the larger tile, whose sums need more than 16 registers, and of the smaller one. */
    private static final int LARGE = 14;
    private static final int SMALL = 7;

    private VectorGroups() { }

    private static VectorShuffle<?>[][] shuffles() {
        VectorShuffle<?>[][] all = new VectorShuffle<?>[Integer.numberOfTrailingZeros(LANES)][];
        for (int log = 0; log < all.length; log++) {
            int group = 1 << log;
            all[log] = new VectorShuffle<?>[group];
            for (int i = 0; i < group; i++) {
                int channel = i;
                all[log][i] = VectorShuffle.fromOp(V, lane -> lane / group * group + channel);
            }
        }
        return all;
    }

    static void spread(float[] x, int xAt, int group, float[] y, int yAt, int yPart, int pixels) {
        VectorShuffle<?>[] ofGroup = SHUFFLES[Integer.numberOfTrailingZeros(group)];
        for (int i = 0; i < group; i++) {
            VectorShuffle<Float> lanes = ofGroup[i].cast(V);
            int to = yAt + i * yPart;
            for (int pixel = 0; pixel < pixels; pixel++) {
                fromArray(V, x, xAt + pixel * LANES).rearrange(lanes).intoArray(y, to + pixel * LANES);
            }
        }
    }

    /** The last tile of a row overlaps the one before where the row is no multiple of a tile. */
    static void sums(float[] x, int[] terms, float[] w, int wAt, Epilogue end, int biasAt, float[] y, int yAt,
                     int pixels) {
        for (int pixel = 0; pixel < pixels; ) {
            int left = pixels - pixel;
            if (Lanes.MANY_REGISTERS && pixels >= LARGE && left > SMALL) {
                int from = Math.min(pixel, pixels - LARGE) * LANES;
                threeTaps14(x, from, terms, w, wAt, end, biasAt, y, yAt + from);
                pixel += LARGE;
            } else if (pixels >= SMALL) {
                int from = Math.min(pixel, pixels - SMALL) * LANES;
                threeTaps7(x, from, terms, w, wAt, end, biasAt, y, yAt + from);
                pixel += SMALL;
            } else {
                threeTaps1(x, pixel * LANES, terms, w, wAt, end, biasAt, y, yAt + pixel * LANES);
                pixel++;
            }
        }
    }

    // Each accumulator has a zero of its own: one vector shared by several would be kept as an object.

    /** 14 pixels side by side under three taps side by side. */
    private static void threeTaps14(float[] x, int xAt, int[] terms, float[] w, int wAt, Epilogue end, int biasAt,
                                    float[] y, int yAt) {
        FloatVector y0 = zero(V);
        FloatVector y1 = zero(V);
        FloatVector y2 = zero(V);
        FloatVector y3 = zero(V);
        FloatVector y4 = zero(V);
        FloatVector y5 = zero(V);
        FloatVector y6 = zero(V);
        FloatVector y7 = zero(V);
        FloatVector y8 = zero(V);
        FloatVector y9 = zero(V);
        FloatVector y10 = zero(V);
        FloatVector y11 = zero(V);
        FloatVector y12 = zero(V);
        FloatVector y13 = zero(V);
        for (int t = 0; t < terms.length; t++) {
            int at = xAt + terms[t];
            int from = wAt + t * 3 * LANES;
            FloatVector w0 = fromArray(V, w, from);
            FloatVector w1 = fromArray(V, w, from + LANES);
            FloatVector w2 = fromArray(V, w, from + 2 * LANES);
            FloatVector x0 = fromArray(V, x, at);
            y0 = x0.fma(w0, y0);
            FloatVector x1 = fromArray(V, x, at + LANES);
            y0 = x1.fma(w1, y0);
            y1 = x1.fma(w0, y1);
            FloatVector x2 = fromArray(V, x, at + 2 * LANES);
            y0 = x2.fma(w2, y0);
            y1 = x2.fma(w1, y1);
            y2 = x2.fma(w0, y2);
            FloatVector x3 = fromArray(V, x, at + 3 * LANES);
            y1 = x3.fma(w2, y1);
            y2 = x3.fma(w1, y2);
            y3 = x3.fma(w0, y3);
            FloatVector x4 = fromArray(V, x, at + 4 * LANES);
            y2 = x4.fma(w2, y2);
            y3 = x4.fma(w1, y3);
            y4 = x4.fma(w0, y4);
            FloatVector x5 = fromArray(V, x, at + 5 * LANES);
            y3 = x5.fma(w2, y3);
            y4 = x5.fma(w1, y4);
            y5 = x5.fma(w0, y5);
            FloatVector x6 = fromArray(V, x, at + 6 * LANES);
            y4 = x6.fma(w2, y4);
            y5 = x6.fma(w1, y5);
            y6 = x6.fma(w0, y6);
            FloatVector x7 = fromArray(V, x, at + 7 * LANES);
            y5 = x7.fma(w2, y5);
            y6 = x7.fma(w1, y6);
            y7 = x7.fma(w0, y7);
            FloatVector x8 = fromArray(V, x, at + 8 * LANES);
            y6 = x8.fma(w2, y6);
            y7 = x8.fma(w1, y7);
            y8 = x8.fma(w0, y8);
            FloatVector x9 = fromArray(V, x, at + 9 * LANES);
            y7 = x9.fma(w2, y7);
            y8 = x9.fma(w1, y8);
            y9 = x9.fma(w0, y9);
            FloatVector x10 = fromArray(V, x, at + 10 * LANES);
            y8 = x10.fma(w2, y8);
            y9 = x10.fma(w1, y9);
            y10 = x10.fma(w0, y10);
            FloatVector x11 = fromArray(V, x, at + 11 * LANES);
            y9 = x11.fma(w2, y9);
            y10 = x11.fma(w1, y10);
            y11 = x11.fma(w0, y11);
            FloatVector x12 = fromArray(V, x, at + 12 * LANES);
            y10 = x12.fma(w2, y10);
            y11 = x12.fma(w1, y11);
            y12 = x12.fma(w0, y12);
            FloatVector x13 = fromArray(V, x, at + 13 * LANES);
            y11 = x13.fma(w2, y11);
            y12 = x13.fma(w1, y12);
            y13 = x13.fma(w0, y13);
            FloatVector x14 = fromArray(V, x, at + 14 * LANES);
            y12 = x14.fma(w2, y12);
            y13 = x14.fma(w1, y13);
            FloatVector x15 = fromArray(V, x, at + 15 * LANES);
            y13 = x15.fma(w2, y13);
        }
        FloatVector bias = fromArray(V, end.bias(), biasAt);
        float low = end.low();
        float high = end.high();
        y0.add(bias).max(low).min(high).intoArray(y, yAt);
        y1.add(bias).max(low).min(high).intoArray(y, yAt + LANES);
        y2.add(bias).max(low).min(high).intoArray(y, yAt + 2 * LANES);
        y3.add(bias).max(low).min(high).intoArray(y, yAt + 3 * LANES);
        y4.add(bias).max(low).min(high).intoArray(y, yAt + 4 * LANES);
        y5.add(bias).max(low).min(high).intoArray(y, yAt + 5 * LANES);
        y6.add(bias).max(low).min(high).intoArray(y, yAt + 6 * LANES);
        y7.add(bias).max(low).min(high).intoArray(y, yAt + 7 * LANES);
        y8.add(bias).max(low).min(high).intoArray(y, yAt + 8 * LANES);
        y9.add(bias).max(low).min(high).intoArray(y, yAt + 9 * LANES);
        y10.add(bias).max(low).min(high).intoArray(y, yAt + 10 * LANES);
        y11.add(bias).max(low).min(high).intoArray(y, yAt + 11 * LANES);
        y12.add(bias).max(low).min(high).intoArray(y, yAt + 12 * LANES);
        y13.add(bias).max(low).min(high).intoArray(y, yAt + 13 * LANES);
    }

    /** 7 pixels side by side under three taps side by side. */
    private static void threeTaps7(float[] x, int xAt, int[] terms, float[] w, int wAt, Epilogue end, int biasAt,
                                   float[] y, int yAt) {
        FloatVector y0 = zero(V);
        FloatVector y1 = zero(V);
        FloatVector y2 = zero(V);
        FloatVector y3 = zero(V);
        FloatVector y4 = zero(V);
        FloatVector y5 = zero(V);
        FloatVector y6 = zero(V);
        for (int t = 0; t < terms.length; t++) {
            int at = xAt + terms[t];
            int from = wAt + t * 3 * LANES;
            FloatVector w0 = fromArray(V, w, from);
            FloatVector w1 = fromArray(V, w, from + LANES);
            FloatVector w2 = fromArray(V, w, from + 2 * LANES);
            FloatVector x0 = fromArray(V, x, at);
            y0 = Lanes.fma(x0, w0, y0);
            FloatVector x1 = fromArray(V, x, at + LANES);
            y0 = Lanes.fma(x1, w1, y0);
            y1 = Lanes.fma(x1, w0, y1);
            FloatVector x2 = fromArray(V, x, at + 2 * LANES);
            y0 = Lanes.fma(x2, w2, y0);
            y1 = Lanes.fma(x2, w1, y1);
            y2 = Lanes.fma(x2, w0, y2);
            FloatVector x3 = fromArray(V, x, at + 3 * LANES);
            y1 = Lanes.fma(x3, w2, y1);
            y2 = Lanes.fma(x3, w1, y2);
            y3 = Lanes.fma(x3, w0, y3);
            FloatVector x4 = fromArray(V, x, at + 4 * LANES);
            y2 = Lanes.fma(x4, w2, y2);
            y3 = Lanes.fma(x4, w1, y3);
            y4 = Lanes.fma(x4, w0, y4);
            FloatVector x5 = fromArray(V, x, at + 5 * LANES);
            y3 = Lanes.fma(x5, w2, y3);
            y4 = Lanes.fma(x5, w1, y4);
            y5 = Lanes.fma(x5, w0, y5);
            FloatVector x6 = fromArray(V, x, at + 6 * LANES);
            y4 = Lanes.fma(x6, w2, y4);
            y5 = Lanes.fma(x6, w1, y5);
            y6 = Lanes.fma(x6, w0, y6);
            FloatVector x7 = fromArray(V, x, at + 7 * LANES);
            y5 = Lanes.fma(x7, w2, y5);
            y6 = Lanes.fma(x7, w1, y6);
            FloatVector x8 = fromArray(V, x, at + 8 * LANES);
            y6 = Lanes.fma(x8, w2, y6);
        }
        FloatVector bias = fromArray(V, end.bias(), biasAt);
        float low = end.low();
        float high = end.high();
        y0.add(bias).max(low).min(high).intoArray(y, yAt);
        y1.add(bias).max(low).min(high).intoArray(y, yAt + LANES);
        y2.add(bias).max(low).min(high).intoArray(y, yAt + 2 * LANES);
        y3.add(bias).max(low).min(high).intoArray(y, yAt + 3 * LANES);
        y4.add(bias).max(low).min(high).intoArray(y, yAt + 4 * LANES);
        y5.add(bias).max(low).min(high).intoArray(y, yAt + 5 * LANES);
        y6.add(bias).max(low).min(high).intoArray(y, yAt + 6 * LANES);
    }

    private static void threeTaps1(float[] x, int xAt, int[] terms, float[] w, int wAt, Epilogue end, int biasAt,
                                   float[] y, int yAt) {
        FloatVector sum = zero(V);
        for (int t = 0; t < terms.length; t++) {
            int at = xAt + terms[t];
            int from = wAt + t * 3 * LANES;
            sum = Lanes.fma(fromArray(V, x, at), fromArray(V, w, from), sum);
            sum = Lanes.fma(fromArray(V, x, at + LANES), fromArray(V, w, from + LANES), sum);
            sum = Lanes.fma(fromArray(V, x, at + 2 * LANES), fromArray(V, w, from + 2 * LANES), sum);
        }
        FloatVector bias = fromArray(V, end.bias(), biasAt);
        sum.add(bias).max(end.low()).min(end.high()).intoArray(y, yAt);
    }
}
