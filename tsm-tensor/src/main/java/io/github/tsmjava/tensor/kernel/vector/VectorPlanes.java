package io.github.tsmjava.tensor.kernel.vector;

import static io.github.tsmjava.tensor.kernel.vector.tile.Lanes.fma;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import io.github.tsmjava.tensor.kernel.depthwise.PlaneKernel;
import io.github.tsmjava.tensor.kernel.vector.tile.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link PlaneKernel}, for depthwise 3×3 convolutions of planes, a vector at a time. The three columns of taps are
 * summed separately, so that each mask is applied once.
 */
final class VectorPlanes extends PlaneKernel {

    private static final VectorSpecies<Float> V = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    VectorPlanes() {
        super(LANES);
    }

    @Override
    public void convolve(float[] x, int xAt, int width, Masks masks, float[] w, int wAt, float start,
                         float[] y, int yAt, int count) {
        float[] leftMask = masks.left();
        float[] rightMask = masks.right();
        FloatVector first = broadcast(V, start);
        FloatVector w0 = broadcast(V, w[wAt]);
        FloatVector w1 = broadcast(V, w[wAt + 1]);
        FloatVector w2 = broadcast(V, w[wAt + 2]);
        FloatVector w3 = broadcast(V, w[wAt + 3]);
        FloatVector w4 = broadcast(V, w[wAt + 4]);
        FloatVector w5 = broadcast(V, w[wAt + 5]);
        FloatVector w6 = broadcast(V, w[wAt + 6]);
        FloatVector w7 = broadcast(V, w[wAt + 7]);
        FloatVector w8 = broadcast(V, w[wAt + 8]);
        for (int i = 0; i < count; i += LANES) {
            int middle = xAt + i;
            int above = middle - width;
            int below = middle + width;
            FloatVector left = fromArray(V, x, above - 1).mul(w0);
            FloatVector centre = fma(fromArray(V, x, above), w1, first);
            FloatVector right = fromArray(V, x, above + 1).mul(w2);
            left = fma(fromArray(V, x, middle - 1), w3, left);
            centre = fma(fromArray(V, x, middle), w4, centre);
            right = fma(fromArray(V, x, middle + 1), w5, right);
            left = fma(fromArray(V, x, below - 1), w6, left);
            centre = fma(fromArray(V, x, below), w7, centre);
            right = fma(fromArray(V, x, below + 1), w8, right);
            centre = fma(left, fromArray(V, leftMask, i), centre);
            fma(right, fromArray(V, rightMask, i), centre).intoArray(y, yAt + i);
        }
    }

    @Override
    public void dots(float[] g, int gAt, float[] x, int xAt, int width, Masks masks, int count, float[] sums) {
        float[] leftMask = masks.left();
        float[] rightMask = masks.right();
        FloatVector s0 = zero(V);
        FloatVector s1 = zero(V);
        FloatVector s2 = zero(V);
        FloatVector s3 = zero(V);
        FloatVector s4 = zero(V);
        FloatVector s5 = zero(V);
        FloatVector s6 = zero(V);
        FloatVector s7 = zero(V);
        FloatVector s8 = zero(V);
        for (int i = 0; i < count; i += LANES) {
            int middle = xAt + i;
            int above = middle - width;
            int below = middle + width;
            FloatVector centre = fromArray(V, g, gAt + i);
            FloatVector left = centre.mul(fromArray(V, leftMask, i));
            FloatVector right = centre.mul(fromArray(V, rightMask, i));
            s0 = fma(left, fromArray(V, x, above - 1), s0);
            s1 = fma(centre, fromArray(V, x, above), s1);
            s2 = fma(right, fromArray(V, x, above + 1), s2);
            s3 = fma(left, fromArray(V, x, middle - 1), s3);
            s4 = fma(centre, fromArray(V, x, middle), s4);
            s5 = fma(right, fromArray(V, x, middle + 1), s5);
            s6 = fma(left, fromArray(V, x, below - 1), s6);
            s7 = fma(centre, fromArray(V, x, below), s7);
            s8 = fma(right, fromArray(V, x, below + 1), s8);
        }
        fromArray(V, sums, 0).add(s0).intoArray(sums, 0);
        fromArray(V, sums, LANES).add(s1).intoArray(sums, LANES);
        fromArray(V, sums, 2 * LANES).add(s2).intoArray(sums, 2 * LANES);
        fromArray(V, sums, 3 * LANES).add(s3).intoArray(sums, 3 * LANES);
        fromArray(V, sums, 4 * LANES).add(s4).intoArray(sums, 4 * LANES);
        fromArray(V, sums, 5 * LANES).add(s5).intoArray(sums, 5 * LANES);
        fromArray(V, sums, 6 * LANES).add(s6).intoArray(sums, 6 * LANES);
        fromArray(V, sums, 7 * LANES).add(s7).intoArray(sums, 7 * LANES);
        fromArray(V, sums, 8 * LANES).add(s8).intoArray(sums, 8 * LANES);
    }
}
