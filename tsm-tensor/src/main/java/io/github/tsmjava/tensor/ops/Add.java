package io.github.tsmjava.tensor.ops;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.Planes;

/** Addition, element by element, as of a branch and its residual. */
public final class Add {

    private Add() { }

    /**
     * {@code a + b}.
     *
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes differ
     */
    public static Tensor add(Tensor a, Tensor b) {
        requireSameShape(a, b);
        Tensor y = Tensor.zeros(a.shape());
        sum(a.data(), b.data(), y.data());
        return y;
    }

    /**
     * {@code a + b}, overwriting a.
     *
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes differ
     */
    public static void addInPlace(Tensor a, Tensor b) {
        requireSameShape(a, b);
        sum(a.data(), b.data(), a.data());
    }

    private static void sum(float[] a, float[] b, float[] y) {
        WorkerPool.current().forRanges(y.length, Planes.GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                y[i] = a[i] + b[i];
            }
        });
    }

    private static void requireSameShape(Tensor a, Tensor b) {
        require(a.sameShape(b), "cannot add %s and %s", a, b);
    }
}
