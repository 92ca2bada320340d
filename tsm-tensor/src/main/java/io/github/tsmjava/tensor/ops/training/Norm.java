package io.github.tsmjava.tensor.ops.training;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.base.LaneSum;
import io.github.tsmjava.tensor.kernel.gradient.ChannelKernels;

/** The squared Euclidean norm of a tensor. */
public final class Norm {

    private static final int CHUNK = 4096;

    private Norm() { }

    /** The sum of the squares of all elements, chunk by chunk, so that it does not depend on the number of threads. */
    public static double squared(Tensor x) {
        ChannelKernels kernels = Kernels.get().gradients().channels();
        double[] chunks = new double[Math.ceilDiv(x.size(), CHUNK)];
        WorkerPool.current().forEach(chunks.length, chunk -> {
            double[] lanes = new double[2 * kernels.lanes()];
            int from = chunk * CHUNK;
            kernels.moments(x.data(), from, Math.min(CHUNK, x.size() - from), 0f, lanes);
            chunks[chunk] = LaneSum.of(lanes, kernels.lanes(), kernels.lanes());
        });
        double sum = 0;
        for (double chunk : chunks) {
            sum += chunk;
        }
        return sum;
    }
}
