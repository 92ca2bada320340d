package io.github.tsmjava.tensor.kernel;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.ConvAlgorithm;
import io.github.tsmjava.tensor.kernel.base.Matrix;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.ConvTile;
import io.github.tsmjava.tensor.kernel.depthwise.DepthwisePlanes;
import io.github.tsmjava.tensor.kernel.gradient.GradientKernels;
import io.github.tsmjava.tensor.kernel.scalar.Axpy;
import io.github.tsmjava.tensor.kernel.scalar.ReferenceConvolution;
import io.github.tsmjava.tensor.kernel.scalar.ScalarChannels;
import io.github.tsmjava.tensor.kernel.scalar.ScalarConvTile;
import io.github.tsmjava.tensor.kernel.scalar.ScalarDotTile;
import io.github.tsmjava.tensor.kernel.scalar.ScalarMapKernels;
import io.github.tsmjava.tensor.kernel.scalar.ScalarPlanes;
import io.github.tsmjava.tensor.kernel.scalar.ScalarTapDots;
import io.github.tsmjava.tensor.kernel.scalar.ScalarWinograd;
import io.github.tsmjava.tensor.kernel.winograd.WinogradKernels;
import java.util.List;
import java.util.Optional;

/**
 * The reference implementation in plain Java: what {@link Kernels#scalar} gives, and {@link Kernels#get} where the
 * Vector API is missing. Sums are formed in double precision.
 */
final class ScalarKernels extends Kernels {

    private static final List<ConvAlgorithm> CONVOLUTIONS = List.of(new ReferenceConvolution());

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public List<ConvAlgorithm> convolutions() {
        return CONVOLUTIONS;
    }

    /** Empty: the reference computes every convolution by its definition. */
    @Override
    public Optional<WinogradKernels> winograd() {
        return Optional.empty();
    }

    /** Row by row: {@code c[i, :] = sum over p of a[i, p] * b[p, :]}. */
    @Override
    public void matmul(int rows, int columns, int depth, Matrix a, Matrix b, float[] c, int cOffset, WorkerPool pool) {
        pool.forEach(rows, i -> {
            double[] sum = new double[columns];
            for (int p = 0; p < depth; p++) {
                double factor = a.data()[a.offset() + i * a.rowStride() + p * a.columnStride()];
                Axpy.add(factor, b.data(), b.offset() + p * b.rowStride(), b.columnStride(), sum, 0, columns);
            }
            Axpy.round(sum, columns, c, cOffset + i * columns);
        });
    }

    @Override
    public BlockedKernels blocked() {
        List<ConvTile> tiles = List.of(new ScalarConvTile(4), new ScalarConvTile(1));
        return new BlockedKernels(ScalarConvTile.LANES, tiles, tiles, tiles, BlockedKernels.Caches.LARGE,
                new ScalarMapKernels(), new ScalarWinograd());
    }

    @Override
    public GradientKernels gradients() {
        return new GradientKernels(new ScalarChannels(), new ScalarDotTile(), new ScalarTapDots(),
                new DepthwisePlanes(new ScalarPlanes()));
    }
}
