package io.github.tsmjava.tensor.ops.layer;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.Planes;
import io.github.tsmjava.tensor.kernel.base.Window;
import java.util.Arrays;

/**
 * The gradients of {@link io.github.tsmjava.tensor.ops.layer.Pooling} and {@link io.github.tsmjava.tensor.ops.layer.TemporalPool} with respect to the input. Of equal maxima in a window, the
 * first gets the whole gradient, as in PyTorch.
 */
public final class PoolingGradient {

    private PoolingGradient() { }

    /**
     * Of {@link io.github.tsmjava.tensor.ops.layer.Pooling#maxPool2d}.
     *
     * @param dy {@code [N, C, outH, outW]}
     * @param x  {@code [N, C, H, W]}, the input
     * @param y  {@code [N, C, outH, outW]}, the output
     * @param dx {@code [N, C, H, W]}, overwritten
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together
     */
    public static void maxPool2d(Tensor dy, Tensor x, Tensor y, int kernel, int stride, int padding, Tensor dx) {
        Windows w = new Windows(dx, dy, kernel, stride, padding);
        require(x.sameShape(dx) && y.sameShape(dy), "gradients %s and %s of %s and %s", dx, dy, x, y);
        w.forEachPlane(dx, (in, out) -> {
            for (int i = 0; i < w.outHeight; i++) {
                for (int j = 0; j < w.outWidth; j++) {
                    int to = out + i * w.outWidth + j;
                    int maximum = w.find(x.data(), in, i, j, y.data()[to]);
                    if (maximum >= 0) {
                        dx.data()[maximum] += dy.data()[to];
                    }
                }
            }
        });
    }

    /**
     * Of {@link io.github.tsmjava.tensor.ops.layer.Pooling#avgPool2d}.
     *
     * @param dy {@code [N, C, outH, outW]}
     * @param dx {@code [N, C, H, W]}, overwritten
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together
     */
    public static void avgPool2d(Tensor dy, int kernel, int stride, int padding, Tensor dx) {
        Windows w = new Windows(dx, dy, kernel, stride, padding);
        w.forEachPlane(dx, (in, out) -> {
            for (int i = 0; i < w.outHeight; i++) {
                for (int j = 0; j < w.outWidth; j++) {
                    float share = dy.data()[out + i * w.outWidth + j] / (kernel * kernel);
                    for (int row = w.first(i); row < w.end(i, w.height); row++) {
                        for (int column = w.first(j); column < w.end(j, w.width); column++) {
                            dx.data()[in + row * w.width + column] += share;
                        }
                    }
                }
            }
        });
    }

    /**
     * Of {@link io.github.tsmjava.tensor.ops.layer.Pooling#globalAvgPool}.
     *
     * @param dy {@code [N, C]}
     * @param dx {@code [N, C, H, W]}, overwritten
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together
     */
    public static void globalAvgPool(Tensor dy, Tensor dx) {
        require(dx.rank() == 4, "expected a gradient [N, C, H, W] of 4 axes, got %d: %s", dx.rank(), dx);
        require(dy.hasShape(dx.dim(0), dx.dim(1)), "gradients %s and %s do not belong together", dy, dx);
        int plane = dx.dim(2) * dx.dim(3);
        WorkerPool.current().forRanges(dy.size(), Planes.grain(plane), (first, end) -> {
            for (int p = first; p < end; p++) {
                Arrays.fill(dx.data(), p * plane, (p + 1) * plane, dy.data()[p] / plane);
            }
        });
    }

    /**
     * Of {@link io.github.tsmjava.tensor.ops.layer.TemporalPool#maxPool}.
     *
     * @param dy       {@code [N·T', …]}
     * @param x        {@code [N·T, …]}, the input
     * @param y        {@code [N·T', …]}, the output
     * @param segments T, the frames of a clip
     * @param dx       {@code [N·T, …]}, overwritten
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together
     */
    public static void temporalMaxPool(Tensor dy, Tensor x, Tensor y, int segments, TemporalPool.Window window,
                                       Tensor dx) {
        require(segments >= 1, "segments must be at least 1, got %d", segments);
        int outputs = window.outputFrames(segments);
        require(x.sameShape(dx) && y.sameShape(dy) && x.rank() >= 1 && y.rank() >= 1 && x.dim(0) % segments == 0
                        && y.dim(0) == x.dim(0) / segments * outputs
                        && (long) x.size() * y.dim(0) == (long) y.size() * x.dim(0),
                "gradients %s and %s of %s and %s", dx, dy, x, y);
        Arrays.fill(dx.data(), 0f);
        int frames = y.dim(0);
        int frame = frames == 0 ? 0 : y.size() / frames;
        // Windows overlap in time, so a task computes some pixels of all frames.
        WorkerPool.current().forRanges(frame, Planes.GRAIN, (from, to) -> {
            for (int row = 0; row < frames; row++) {
                int clip = row / outputs * segments;
                int first = clip + window.first(row % outputs);
                int last = clip + window.end(row % outputs, segments) - 1;
                for (int i = from; i < to; i++) {
                    int t = first;
                    while (t < last && x.data()[t * frame + i] != y.data()[row * frame + i]) {
                        t++;
                    }
                    dx.data()[t * frame + i] += dy.data()[row * frame + i];
                }
            }
        });
    }

    @FunctionalInterface
    private interface PlaneGradient {
        void run(int in, int out);
    }

    /** Windows over the planes of a batch. */
    private static final class Windows {
        final int height;
        final int width;
        final int outHeight;
        final int outWidth;
        final int kernel;
        final int stride;
        final int padding;

        Windows(Tensor dx, Tensor dy, int kernel, int stride, int padding) {
            require(dx.rank() == 4, "expected a gradient [N, C, H, W] of 4 axes, got %d: %s", dx.rank(), dx);
            height = dx.dim(2);
            width = dx.dim(3);
            outHeight = Window.positions("height", height, kernel, stride, padding);
            outWidth = Window.positions("width", width, kernel, stride, padding);
            require(dy.hasShape(dx.dim(0), dx.dim(1), outHeight, outWidth),
                    "gradients %s and %s do not belong together", dy, dx);
            this.kernel = kernel;
            this.stride = stride;
            this.padding = padding;
        }

        int first(int out) {
            return Math.max(0, out * stride - padding);
        }

        int end(int out, int size) {
            return Math.min(size, out * stride - padding + kernel);
        }

        /** Where a window's first element of this value is, or -1 for NaN. */
        int find(float[] x, int in, int i, int j, float value) {
            for (int row = first(i); row < end(i, height); row++) {
                for (int at = in + row * width + first(j); at < in + row * width + end(j, width); at++) {
                    if (x[at] == value) {
                        return at;
                    }
                }
            }
            return -1;
        }

        /** Clears each plane of dx and calls {@code gradient} for it. */
        void forEachPlane(Tensor dx, PlaneGradient gradient) {
            int plane = height * width;
            int outPlane = outHeight * outWidth;
            WorkerPool.current().forRanges(dx.dim(0) * dx.dim(1), Planes.grain(plane), (first, end) -> {
                for (int p = first; p < end; p++) {
                    Arrays.fill(dx.data(), p * plane, (p + 1) * plane, 0f);
                    gradient.run(p * plane, p * outPlane);
                }
            });
        }
    }
}
