package io.github.tsmjava.nn.plan;

import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.Operation;
import io.github.tsmjava.nn.plan.pass.MemoryLayout;
import io.github.tsmjava.nn.plan.pass.Storage;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.blocked.MapKernels;
import io.github.tsmjava.tensor.kernel.blocked.Maps;
import java.util.Arrays;

/** A max pool: the rows of a window become one, then its columns. With a window of one pixel it samples. */
final class MaxPoolStep implements Step {

    private static final ThreadLocal<float[]> LINE = ThreadLocal.withInitial(() -> new float[0]);

    private final MapKernels kernels;
    private final Storage x;
    private final Storage y;
    private final int kernel;
    private final int stride;
    private final int padding;

    MaxPoolStep(Node node, Operation.MaxPool pool, MemoryLayout memory, MapKernels kernels) {
        this.kernels = kernels;
        x = memory.of(node.input());
        y = memory.of(node.output());
        kernel = pool.kernel();
        stride = pool.stride();
        padding = pool.padding();
    }

    @Override
    public void run(Workspace workspace, WorkerPool pool) {
        Maps from = x.maps();
        Maps to = y.maps();
        float[] in = workspace.array(x);
        float[] out = workspace.array(y);
        pool.forEach(to.frames() * to.blocks(), task -> {
            int frame = task / to.blocks();
            int block = task % to.blocks();
            int xAt = workspace.base(x) + frame * from.frameStride() + block * from.blockStride();
            int yAt = workspace.base(y) + frame * to.frameStride() + block * to.blockStride();
            float[] line = line(from.width() * from.lanes());
            for (int row = 0; row < to.height(); row++) {
                int top = row * stride - padding;
                if (kernel == 1) {
                    columns(in, xAt + from.pixel(top, 0), out, yAt + to.pixel(row, 0));
                } else {
                    Arrays.fill(line, 0, from.width() * from.lanes(), Float.NEGATIVE_INFINITY);
                    for (int i = Math.max(0, top); i < Math.min(from.height(), top + kernel); i++) {
                        kernels.maximum(in, xAt + from.pixel(i, 0), from.lanes(), line, 0, from.width());
                    }
                    columns(line, 0, out, yAt + to.pixel(row, 0));
                }
            }
        });
    }

    private void columns(float[] line, int lineAt, float[] out, int yAt) {
        int lanes = y.maps().lanes();
        int width = y.maps().width();
        Arrays.fill(out, yAt, yAt + width * lanes, Float.NEGATIVE_INFINITY);
        for (int tap = 0; tap < kernel; tap++) {
            int first = Math.max(0, Math.ceilDiv(padding - tap, stride));
            int end = Math.min(width, Math.floorDiv(x.maps().width() - 1 + padding - tap, stride) + 1);
            kernels.maximum(line, lineAt + (first * stride - padding + tap) * lanes, stride * lanes,
                    out, yAt + first * lanes, end - first);
        }
    }

    private static float[] line(int size) {
        if (LINE.get().length < size) {
            LINE.set(new float[size]);
        }
        return LINE.get();
    }
}
