package io.github.tsmjava.tensor.kernel.vector;

import static io.github.tsmjava.tensor.kernel.vector.tile.Lanes.fma;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import io.github.tsmjava.tensor.kernel.gradient.ChannelKernels;
import io.github.tsmjava.tensor.kernel.vector.tile.Lanes;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ChannelKernels}, for batch normalisation, a vector at a time; what is left at the end, element by element.
 * {@code x * scale + offset} is computed in the same way backwards as forwards, so that both agree on which elements
 * were clamped.
 */
final class VectorChannels extends ChannelKernels {

    private static final VectorSpecies<Float> V = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;
    private static final VectorSpecies<Double> D = V.withLanes(double.class);

    VectorChannels() {
        super(D.length());
    }

    @Override
    public void moments(float[] x, int at, int count, float centre, double[] sums) {
        DoubleVector sum = DoubleVector.zero(D);
        DoubleVector moreSum = DoubleVector.zero(D);
        DoubleVector squares = DoubleVector.zero(D);
        DoubleVector moreSquares = DoubleVector.zero(D);
        int whole = at + count / LANES * LANES;
        for (int i = at; i < whole; i += LANES) {
            FloatVector difference = fromArray(V, x, i).sub(centre);
            DoubleVector low = half(difference, 0);
            DoubleVector high = half(difference, 1);
            sum = sum.add(low);
            moreSum = moreSum.add(high);
            squares = squares.add(low.mul(low));
            moreSquares = moreSquares.add(high.mul(high));
        }
        sum.add(moreSum).intoArray(sums, 0);
        squares.add(moreSquares).intoArray(sums, D.length());
        for (int i = whole; i < at + count; i++) {
            double difference = x[i] - centre;
            sums[0] += difference;
            sums[D.length()] += difference * difference;
        }
    }

    /** Half of the lanes, in double precision. */
    private static DoubleVector half(FloatVector x, int part) {
        return (DoubleVector) x.convertShape(VectorOperators.F2D, D, part);
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
            float v = fma(x[i], affine.scale(), affine.offset()) + (residual == null ? 0f : residual[i]);
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
    public void gradientSums(Affine affine, float[] dy, float[] x, int at, int count, float centre, double[] sums) {
        FloatVector scale = broadcast(V, affine.scale());
        FloatVector offset = broadcast(V, affine.offset());
        FloatVector low = broadcast(V, affine.low());
        FloatVector high = broadcast(V, affine.high());
        DoubleVector sum = DoubleVector.zero(D);
        DoubleVector moreSum = DoubleVector.zero(D);
        DoubleVector products = DoubleVector.zero(D);
        DoubleVector moreProducts = DoubleVector.zero(D);
        int whole = at + count / LANES * LANES;
        for (int i = at; i < whole; i += LANES) {
            FloatVector input = fromArray(V, x, i);
            FloatVector value = fma(input, scale, offset);
            FloatVector g = zero(V).blend(fromArray(V, dy, i), low.lt(value).and(value.lt(high)));
            FloatVector difference = input.sub(centre);
            DoubleVector first = half(g, 0);
            DoubleVector second = half(g, 1);
            sum = sum.add(first);
            moreSum = moreSum.add(second);
            products = products.add(first.mul(half(difference, 0)));
            moreProducts = moreProducts.add(second.mul(half(difference, 1)));
        }
        sum.add(moreSum).intoArray(sums, 0);
        products.add(moreProducts).intoArray(sums, D.length());
        for (int i = whole; i < at + count; i++) {
            double g = masked(affine, dy[i], x[i]);
            sums[0] += g;
            sums[D.length()] += g * (x[i] - centre);
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
            dx[i] = fma(masked(affine, dy[i], x[i]), affine.scale(), fma(x[i] - centre, slope, constant));
        }
    }

    private static float masked(Affine affine, float dy, float x) {
        float value = fma(x, affine.scale(), affine.offset());
        return affine.low() < value && value < affine.high() ? dy : 0f;
    }
}
