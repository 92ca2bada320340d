package io.github.tsmjava.tensor.ops.layer;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;

/**
 * The largest element over some frames of a clip, which leaves fewer frames. Sources: MIT {@code temporal_shift.py},
 * {@code TemporalPool} (the {@code --temporal_pool} variant of TSM); the temporal part of
 * {@code torch.nn.functional.max_pool3d}.
 */
public final class TemporalPool {

    private TemporalPool() { }

    /**
     * Which frames are pooled.
     *
     * @param kernel  frames that an output frame is the largest of
     * @param stride  input frames from one output frame to the next
     * @param padding frames before and after each clip that are never the largest; at most half of the kernel
     */
    public record Window(int kernel, int stride, int padding) {

        /** MIT's: three frames, every second one. */
        public static final Window HALF = new Window(3, 2, 1);

        public Window {
            require(stride >= 1, "temporal stride must be at least 1, got %d", stride);
            require(padding >= 0 && 2 * padding <= kernel, "temporal padding must be from 0 to half of %d, got %d",
                    kernel, padding);
        }

        /** The number of output frames of a clip: {@code (T + 2·padding - kernel) / stride + 1}, rounded down. */
        public int outputFrames(int segments) {
            return io.github.tsmjava.tensor.kernel.base.Window.positions("time", segments, kernel, stride, padding);
        }

        /** The first frame of a clip that an output frame of it reads. */
        public int first(int output) {
            return Math.max(0, output * stride - padding);
        }

        /** The frame behind the last one that an output frame of a clip reads. */
        public int end(int output, int segments) {
            return Math.min(segments, output * stride - padding + kernel);
        }
    }

    /**
     * Pools over time as MIT does: {@code y[n, i] = max over t in {2i-1, 2i, 2i+1} within [0, T) of x[n, t]}, element
     * by element.
     *
     * @param x        {@code [N·T, C, H, W]} or any {@code [N·T, …]}
     * @param segments T, the frames of a clip; even
     * @return {@code [N·T/2, C, H, W]}
     * @throws io.github.tsmjava.tensor.ShapeException if T is odd or the rows are not a multiple of T
     */
    public static Tensor maxPool(Tensor x, int segments) {
        require(segments >= 2 && segments % 2 == 0,
                "temporal pooling needs an even number of segments, got %d (input %s)", segments, x);
        return maxPool(x, segments, Window.HALF);
    }

    /**
     * Pools over time: {@code y[n, i] = max over t in the window of i of x[n, t]}, element by element.
     *
     * @param x        {@code [N·T, C, H, W]} or any {@code [N·T, …]}
     * @param segments T, the frames of a clip
     * @return {@code [N·T', C, H, W]}, T' as {@link Window#outputFrames} says
     * @throws io.github.tsmjava.tensor.ShapeException if the window does not fit or the rows are not a multiple of T
     */
    public static Tensor maxPool(Tensor x, int segments, Window window) {
        require(x.rank() >= 1, "expected an input [N·T, …] of at least 1 axis, got %d", x.rank());
        require(segments >= 1, "segments must be at least 1, got %d", segments);
        require(x.dim(0) % segments == 0, "%d frames are not a multiple of %d segments", x.dim(0), segments);
        int outputs = window.outputFrames(segments);
        int[] shape = x.shape();
        shape[0] = x.dim(0) / segments * outputs;
        Tensor y = Tensor.zeros(shape);
        int frame = x.dim(0) == 0 ? 0 : x.size() / x.dim(0);
        WorkerPool.current().forEach(shape[0], row -> {
            int clip = row / outputs * segments;
            int first = window.first(row % outputs);
            System.arraycopy(x.data(), (clip + first) * frame, y.data(), row * frame, frame);
            for (int t = first + 1; t < window.end(row % outputs, segments); t++) {
                max(y.data(), row * frame, x.data(), (clip + t) * frame, frame);
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
