package io.github.tsmjava.tensor.ops;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.Planes;

/**
 * A function of each element by itself, as it stands behind a convolution, a norm or a sum. NaN stays NaN.
 * docs/architecture.md says how to add one.
 */
public sealed interface Activation {

    /** {@code x}. */
    Clamp IDENTITY = new Clamp(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

    /** {@code max(x, 0)}. */
    Clamp RELU = new Clamp(0, Float.POSITIVE_INFINITY);

    /** {@code min(max(x, 0), 6)}. Source: Sandler et al., "MobileNetV2", CVPR 2018. */
    Clamp RELU6 = new Clamp(0, 6);

    /** {@code x · sigmoid(x)}. */
    Silu SILU = new Silu();

    /**
     * Some elements of an array.
     *
     * @param y overwritten; may be x, at the same place
     */
    void apply(float[] x, int xAt, float[] y, int yAt, int count);

    /** The same for the gradient: {@code dx = dy · f'(x)}, all at the same place. {@code dx} may be {@code dy}. */
    void gradient(float[] dy, float[] x, float[] dx, int at, int count);

    /** The function of every element of x, in a new tensor. */
    default Tensor apply(Tensor x) {
        Tensor y = Tensor.zeros(x.shape());
        apply(x, y);
        return y;
    }

    /**
     * The same into a tensor that exists.
     *
     * @param y of the same shape as x, overwritten; may be x
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes differ
     */
    default void apply(Tensor x, Tensor y) {
        require(x.sameShape(y), "input %s and output %s differ", x, y);
        WorkerPool.current().forRanges(x.size(), Planes.GRAIN,
                (from, to) -> apply(x.data(), from, y.data(), from, to - from));
    }

    /**
     * {@code dx = dy · f'(x)}.
     *
     * @param x  what {@link #apply(Tensor) apply} was given
     * @param dx overwritten; may be dy
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes differ
     */
    default void gradient(Tensor dy, Tensor x, Tensor dx) {
        require(dy.sameShape(x) && dx.sameShape(x), "gradients %s and %s and input %s differ", dy, dx, x);
        WorkerPool.current().forRanges(x.size(), Planes.GRAIN,
                (from, to) -> gradient(dy.data(), x.data(), dx.data(), from, to - from));
    }

    /** {@code min(max(x, low), high)}: whatever kernel stores a result can do it on the way. */
    record Clamp(float low, float high) implements Activation {

        @Override
        public void apply(float[] x, int xAt, float[] y, int yAt, int count) {
            for (int i = 0; i < count; i++) {
                y[yAt + i] = Math.min(Math.max(x[xAt + i], low), high);
            }
        }

        @Override
        public void gradient(float[] dy, float[] x, float[] dx, int at, int count) {
            for (int i = at; i < at + count; i++) {
                dx[i] = x[i] > low && x[i] < high ? dy[i] : 0;
            }
        }
    }

    /** {@code x · sigmoid(x)}. Source: Hendrycks, Gimpel, "Gaussian Error Linear Units", 2016; also known as swish. */
    record Silu() implements Activation {

        @Override
        public void apply(float[] x, int xAt, float[] y, int yAt, int count) {
            for (int i = 0; i < count; i++) {
                double value = x[xAt + i];
                y[yAt + i] = (float) (value / (1 + Math.exp(-value)));
            }
        }

        @Override
        public void gradient(float[] dy, float[] x, float[] dx, int at, int count) {
            for (int i = at; i < at + count; i++) {
                double sigmoid = 1 / (1 + Math.exp(-(double) x[i]));
                dx[i] = (float) (dy[i] * sigmoid * (1 + x[i] * (1 - sigmoid)));
            }
        }
    }
}
