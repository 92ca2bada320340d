package io.github.tsmjava.tensor.ops.layer;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.Planes;
import io.github.tsmjava.tensor.kernel.base.Window;
import java.util.Arrays;

/**
 * Pooling over square windows. Sizes are rounded down. Source: {@code torch.nn.functional.max_pool2d} and
 * {@code avg_pool2d} with their default settings.
 */
public final class Pooling {

    private Pooling() { }

    /**
     * The largest element of each window; padding does not count.
     *
     * @param x       {@code [N, C, H, W]}
     * @param padding at most half the kernel
     * @return {@code [N, C, outH, outW]} with {@code out = (in + 2·padding - kernel) / stride + 1}
     * @throws io.github.tsmjava.tensor.ShapeException if the window does not fit
     */
    public static Tensor maxPool2d(Tensor x, int kernel, int stride, int padding) {
        return pool(x, kernel, stride, padding, Pooling::maxPlane);
    }

    /**
     * The mean of each window; padding counts as zeros.
     *
     * @param x       {@code [N, C, H, W]}
     * @param padding at most half the kernel
     * @return {@code [N, C, outH, outW]} with {@code out = (in + 2·padding - kernel) / stride + 1}
     * @throws io.github.tsmjava.tensor.ShapeException if the window does not fit
     */
    public static Tensor avgPool2d(Tensor x, int kernel, int stride, int padding) {
        return pool(x, kernel, stride, padding, Pooling::averagePlane);
    }

    /**
     * The mean of each plane.
     *
     * @param x {@code [N, C, H, W]} with at least one pixel
     * @return {@code [N, C]}
     */
    public static Tensor globalAvgPool(Tensor x) {
        require(x.rank() == 4, "expected an input [N, C, H, W] of 4 axes, got %d: %s", x.rank(), x);
        int plane = x.dim(2) * x.dim(3);
        require(plane > 0, "planes of %d by %d pixels have no mean", x.dim(2), x.dim(3));
        Tensor y = Tensor.zeros(x.dim(0), x.dim(1));
        WorkerPool.current().forRanges(y.size(), Planes.grain(plane), (first, end) -> {
            for (int p = first; p < end; p++) {
                double sum = 0;
                for (int i = p * plane; i < (p + 1) * plane; i++) {
                    sum += x.data()[i];
                }
                y.data()[p] = (float) (sum / plane);
            }
        });
        return y;
    }

    /** One plane of an image and the windows that move over it. */
    private record Geometry(int height, int width, int outHeight, int outWidth, int kernel, int stride, int padding) {

        /** The first input row that output row {@code out} reads. */
        int firstRow(int out) {
            return Math.max(0, out * stride - padding);
        }

        int endRow(int out) {
            return Math.min(height, out * stride - padding + kernel);
        }
    }

    @FunctionalInterface
    private interface PlanePooling {
        void pool(Geometry g, float[] x, int from, float[] y, int to);
    }

    private static Tensor pool(Tensor x, int kernel, int stride, int padding, PlanePooling pooling) {
        require(x.rank() == 4, "expected an input [N, C, H, W] of 4 axes, got %d: %s", x.rank(), x);
        require(kernel >= 1 && stride >= 1, "kernel and stride must be at least 1, got %d and %d", kernel, stride);
        require(padding >= 0 && padding <= kernel / 2,
                "padding %d must be within half the kernel of %d", padding, kernel);
        Geometry g = new Geometry(x.dim(2), x.dim(3),
                Window.positions("height", x.dim(2), kernel, stride, padding),
                Window.positions("width", x.dim(3), kernel, stride, padding), kernel, stride, padding);
        Tensor y = Tensor.zeros(x.dim(0), x.dim(1), g.outHeight, g.outWidth);
        int plane = g.height * g.width;
        int outPlane = g.outHeight * g.outWidth;
        WorkerPool.current().forRanges(x.dim(0) * x.dim(1), Planes.grain(plane), (first, end) -> {
            for (int p = first; p < end; p++) {
                pooling.pool(g, x.data(), p * plane, y.data(), p * outPlane);
            }
        });
        return y;
    }

    /** The maximum over the rows of a window, which are contiguous, then over its columns. */
    private static void maxPlane(Geometry g, float[] x, int from, float[] y, int to) {
        float[] row = new float[g.width + 2 * g.padding];
        Arrays.fill(row, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < g.outHeight; i++) {
            Arrays.fill(row, g.padding, g.padding + g.width, Float.NEGATIVE_INFINITY);
            for (int h = g.firstRow(i); h < g.endRow(i); h++) {
                maxRow(row, g.padding, x, from + h * g.width, g.width);
            }
            for (int j = 0; j < g.outWidth; j++) {
                float max = row[j * g.stride];
                for (int k = 1; k < g.kernel; k++) {
                    max = Math.max(max, row[j * g.stride + k]);
                }
                y[to + i * g.outWidth + j] = max;
            }
        }
    }

    private static void maxRow(float[] row, int at, float[] x, int from, int count) {
        for (int j = 0; j < count; j++) {
            row[at + j] = Math.max(row[at + j], x[from + j]);
        }
    }

    private static void averagePlane(Geometry g, float[] x, int from, float[] y, int to) {
        double[] row = new double[g.width + 2 * g.padding];
        for (int i = 0; i < g.outHeight; i++) {
            Arrays.fill(row, 0);
            for (int h = g.firstRow(i); h < g.endRow(i); h++) {
                addRow(row, g.padding, x, from + h * g.width, g.width);
            }
            for (int j = 0; j < g.outWidth; j++) {
                double sum = 0;
                for (int k = 0; k < g.kernel; k++) {
                    sum += row[j * g.stride + k];
                }
                y[to + i * g.outWidth + j] = (float) (sum / (g.kernel * g.kernel));
            }
        }
    }

    private static void addRow(double[] row, int at, float[] x, int from, int count) {
        for (int j = 0; j < count; j++) {
            row[at + j] += x[from + j];
        }
    }
}
