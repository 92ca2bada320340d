package io.github.tsmjava.tensor.kernel.vector;

import static io.github.tsmjava.tensor.kernel.vector.Lanes.fma;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import io.github.tsmjava.tensor.kernel.gradient.ChannelKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * A vector at a time; what is left at the end of a plane, number by number. {@code x * scale + offset} is never fused, so
 * that backwards the clamp lets through exactly what it let through forwards.
 */
final class VectorChannels extends ChannelKernels {

    private static final VectorSpecies<Float> V = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    VectorChannels() {
        super(LANES);
    }

    @Override
    public void moments(float[] x, int at, int count, float centre, float[] sums) {
        FloatVector sum = zero(V);
        FloatVector squares = zero(V);
        FloatVector moreSum = zero(V);
        FloatVector moreSquares = zero(V);
        int end = at + count;
        int i = at;
        for (; i <= end - 2 * LANES; i += 2 * LANES) {
            FloatVector a = fromArray(V, x, i).sub(centre);
            FloatVector b = fromArray(V, x, i + LANES).sub(centre);
            sum = sum.add(a);
            squares = fma(a, a, squares);
            moreSum = moreSum.add(b);
            moreSquares = fma(b, b, moreSquares);
        }
        sum.add(moreSum).intoArray(sums, 0);
        squares.add(moreSquares).intoArray(sums, LANES);
        for (; i < end; i++) {
            float difference = x[i] - centre;
            sums[i % LANES] += difference;
            sums[LANES + i % LANES] += difference * difference;
        }
    }

    @Override
    public void apply(Affine affine, float[] x, float[] residual, int at, int count, float[] y) {
        int whole = at + count / LANES * LANES;
        if (residual == null) {
            applyAlone(affine, x, at, whole, y);
        } else {
            applyWithResidual(affine, x, residual, at, whole, y);
        }
        for (int i = whole; i < at + count; i++) {
            float v = x[i] * affine.scale() + affine.offset() + (residual == null ? 0f : residual[i]);
            y[i] = v < affine.low() ? affine.low() : v > affine.high() ? affine.high() : v;
        }
    }

    private static void applyAlone(Affine affine, float[] x, int from, int to, float[] y) {
        FloatVector scale = broadcast(V, affine.scale());
        FloatVector offset = broadcast(V, affine.offset());
        FloatVector low = broadcast(V, affine.low());
        FloatVector high = broadcast(V, affine.high());
        for (int i = from; i < to; i += LANES) {
            Lanes.clamp(fma(fromArray(V, x, i), scale, offset), low, high).intoArray(y, i);
        }
    }

    private static void applyWithResidual(Affine affine, float[] x, float[] residual, int from, int to, float[] y) {
        FloatVector scale = broadcast(V, affine.scale());
        FloatVector offset = broadcast(V, affine.offset());
        FloatVector low = broadcast(V, affine.low());
        FloatVector high = broadcast(V, affine.high());
        for (int i = from; i < to; i += LANES) {
            FloatVector sum = fma(fromArray(V, x, i), scale, offset).add(fromArray(V, residual, i));
            Lanes.clamp(sum, low, high).intoArray(y, i);
        }
    }

    @Override
    public void mask(float[] dy, float[] y, float low, float high, int at, int count, float[] g) {
        FloatVector lowest = broadcast(V, low);
        FloatVector highest = broadcast(V, high);
        int whole = at + count / LANES * LANES;
        for (int i = at; i < whole; i += LANES) {
            FloatVector value = fromArray(V, y, i);
            VectorMask<Float> through = lowest.lt(value).and(value.lt(highest));
            zero(V).blend(fromArray(V, dy, i), through).intoArray(g, i);
        }
        for (int i = whole; i < at + count; i++) {
            g[i] = low < y[i] && y[i] < high ? dy[i] : 0f;
        }
    }

    @Override
    public void gradientSums(Affine affine, float[] dy, float[] x, int at, int count, float centre, float[] sums) {
        FloatVector scale = broadcast(V, affine.scale());
        FloatVector offset = broadcast(V, affine.offset());
        FloatVector low = broadcast(V, affine.low());
        FloatVector high = broadcast(V, affine.high());
        FloatVector sum = zero(V);
        FloatVector products = zero(V);
        int whole = at + count / LANES * LANES;
        for (int i = at; i < whole; i += LANES) {
            FloatVector input = fromArray(V, x, i);
            FloatVector value = fma(input, scale, offset);
            FloatVector g = zero(V).blend(fromArray(V, dy, i), low.lt(value).and(value.lt(high)));
            sum = sum.add(g);
            products = fma(g, input.sub(centre), products);
        }
        sum.intoArray(sums, 0);
        products.intoArray(sums, LANES);
        for (int i = whole; i < at + count; i++) {
            float g = masked(affine, dy[i], x[i]);
            sums[i % LANES] += g;
            sums[LANES + i % LANES] += g * (x[i] - centre);
        }
    }

    @Override
    public void gradient(Affine affine, float[] dy, float[] x, int at, int count, float centre, float slope,
                         float constant, float[] dx) {
        FloatVector scale = broadcast(V, affine.scale());
        FloatVector offset = broadcast(V, affine.offset());
        FloatVector low = broadcast(V, affine.low());
        FloatVector high = broadcast(V, affine.high());
        FloatVector middle = broadcast(V, centre);
        FloatVector factor = broadcast(V, slope);
        FloatVector start = broadcast(V, constant);
        int whole = at + count / LANES * LANES;
        for (int i = at; i < whole; i += LANES) {
            FloatVector input = fromArray(V, x, i);
            FloatVector value = fma(input, scale, offset);
            FloatVector g = zero(V).blend(fromArray(V, dy, i), low.lt(value).and(value.lt(high)));
            fma(g, scale, fma(input.sub(middle), factor, start)).intoArray(dx, i);
        }
        for (int i = whole; i < at + count; i++) {
            dx[i] = masked(affine, dy[i], x[i]) * affine.scale() + (x[i] - centre) * slope + constant;
        }
    }

    private static float masked(Affine affine, float dy, float x) {
        float value = x * affine.scale() + affine.offset();
        return affine.low() < value && value < affine.high() ? dy : 0f;
    }
}
