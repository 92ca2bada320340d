package io.github.tsmjava.tensor.ops.layer;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;

/**
 * Halves the frames of every clip: the largest element over time, window 3, stride 2, padding 1. Source: MIT
 * {@code temporal_shift.py}, {@code TemporalPool} (the {@code --temporal_pool} variant of TSM).
 */
public final class TemporalPool {

    private TemporalPool() { }

    /**
     * Pools over time: {@code y[n, i] = max over t in {2i-1, 2i, 2i+1} within [0, T) of x[n, t]}, element by element.
     *
     * @param x        {@code [N·T, C, H, W]} or any {@code [N·T, …]}
     * @param segments T, the frames of a clip; even
     * @return {@code [N·T/2, C, H, W]}
     * @throws io.github.tsmjava.tensor.ShapeException if T is odd or the rows are not a multiple of T
     */
    public static Tensor maxPool(Tensor x, int segments) {
        require(x.rank() >= 1, "expected an input [N·T, …] of at least 1 axis, got %d", x.rank());
        require(segments >= 2 && segments % 2 == 0,
                "temporal pooling needs an even number of segments, got %d (input %s)", segments, x);
        require(x.dim(0) % segments == 0, "%d frames are not a multiple of %d segments", x.dim(0), segments);
        int[] shape = x.shape();
        shape[0] /= 2;
        Tensor y = Tensor.zeros(shape);
        int frame = x.dim(0) == 0 ? 0 : x.size() / x.dim(0);
        WorkerPool.current().forEach(shape[0], row -> {
            // Row 2i of the input is frame 2i of the same clip, since T is even.
            int middle = 2 * row;
            System.arraycopy(x.data(), middle * frame, y.data(), row * frame, frame);
            max(y.data(), row * frame, x.data(), (middle + 1) * frame, frame);
            if (middle % segments > 0) {
                max(y.data(), row * frame, x.data(), (middle - 1) * frame, frame);
            }
        });
        return y;
    }

    private static void max(float[] y, int at, float[] x, int from, int count) {
        for (int j = 0; j < count; j++) {
            y[at + j] = Math.max(y[at + j], x[from + j]);
        }
    }
}
