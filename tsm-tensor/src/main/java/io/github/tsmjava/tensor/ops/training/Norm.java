package io.github.tsmjava.tensor.ops.training;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.base.LaneSum;
import io.github.tsmjava.tensor.kernel.gradient.ChannelKernels;

/** The length of a tensor as a vector. */
public final class Norm {

    private static final int PIECE = 4096;

    private Norm() { }

    /** The sum of the squares of all numbers, piece by piece, so that it does not depend on the number of threads. */
    public static double squared(Tensor x) {
        ChannelKernels kernels = Kernels.get().gradients().channels();
        double[] pieces = new double[Math.ceilDiv(x.size(), PIECE)];
        WorkerPool.current().forEach(pieces.length, piece -> {
            double[] lanes = new double[2 * kernels.lanes()];
            int from = piece * PIECE;
            kernels.moments(x.data(), from, Math.min(PIECE, x.size() - from), 0f, lanes);
            pieces[piece] = LaneSum.of(lanes, kernels.lanes(), kernels.lanes());
        });
        double sum = 0;
        for (double piece : pieces) {
            sum += piece;
        }
        return sum;
    }
}
