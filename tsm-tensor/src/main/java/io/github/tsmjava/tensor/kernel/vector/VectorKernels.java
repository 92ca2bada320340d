package io.github.tsmjava.tensor.kernel.vector;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.base.ConvAlgorithm;
import io.github.tsmjava.tensor.kernel.base.Matrix;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.depthwise.DepthwiseConvolution;
import io.github.tsmjava.tensor.kernel.depthwise.DepthwisePlanes;
import io.github.tsmjava.tensor.kernel.gemm.Gemm;
import io.github.tsmjava.tensor.kernel.gemm.GemmConvolution;
import io.github.tsmjava.tensor.kernel.gemm.GemmKernel;
import io.github.tsmjava.tensor.kernel.gradient.GradientKernels;
import io.github.tsmjava.tensor.kernel.scalar.ReferenceConvolution;
import io.github.tsmjava.tensor.kernel.vector.tile.DotTile2x4V;
import io.github.tsmjava.tensor.kernel.vector.tile.DotTile4x4V;
import io.github.tsmjava.tensor.kernel.vector.tile.GemmKernel4x2V;
import io.github.tsmjava.tensor.kernel.vector.tile.GemmKernel8x2V;
import io.github.tsmjava.tensor.kernel.vector.tile.Lanes;
import io.github.tsmjava.tensor.kernel.vector.tile.Width;
import io.github.tsmjava.tensor.kernel.winograd.WinogradKernels;
import java.util.List;
import java.util.Optional;

/**
 * The kernels of the Vector API, one of two implementations. {@code KernelChoice} loads this class by name, and only
 * where the module is present.
 */
public final class VectorKernels extends Kernels {

    /** Multiply-adds that take about as long in plain Java as with vector kernels that are not compiled yet. */
    private static final long SMALL_JOB = Width.MANY_REGISTERS ? 4_000_000_000L : 2_000_000_000L;

    private final BlockedKernels warming;
    private volatile Vectors vectors;

    /** @param atOnce whether small plans, too, use vector kernels from their first run on */
    public VectorKernels(boolean atOnce) {
        warming = atOnce ? null : VectorTiles.warming();
    }

    @Override
    public Kernels forJob(double multiplyAdds) {
        return warming == null || multiplyAdds < SMALL_JOB ? this : new VectorKernels(true);
    }

    /** All that needs the Vector API. */
    private static final class Vectors {

        final Gemm gemm = new Gemm(tile());
        final DepthwisePlanes planes = new DepthwisePlanes(new VectorPlanes());
        final List<ConvAlgorithm> convolutions = List.of(planes,
                new DepthwiseConvolution(new TapSum4V()), new GemmConvolution(gemm), new ReferenceConvolution());
        final GradientKernels gradients = new GradientKernels(new VectorChannels(),
                Lanes.MANY_REGISTERS ? new DotTile4x4V() : new DotTile2x4V(), new VectorTapDots(), planes);
        final BlockedKernels blocked = VectorTiles.atOnce();
        final Optional<WinogradKernels> winograd = Optional.of(new WinogradKernels(gemm.kernel(), blocked));

        /** The largest tile whose accumulators stay in registers. */
        private static GemmKernel tile() {
            return Lanes.MANY_REGISTERS ? new GemmKernel8x2V() : new GemmKernel4x2V();
        }
    }

    /** Created when they are first asked for, since loading the Vector API takes tens of milliseconds. */
    private Vectors vectors() {
        Vectors made = vectors;
        if (made == null) {
            synchronized (this) {
                made = vectors == null ? new Vectors() : vectors;
                vectors = made;
            }
        }
        return made;
    }

    @Override
    public String name() {
        return "vector-" + Width.BITS;
    }

    @Override
    public List<ConvAlgorithm> convolutions() {
        return vectors().convolutions;
    }

    @Override
    public Optional<WinogradKernels> winograd() {
        return vectors().winograd;
    }

    @Override
    public void matmul(int rows, int columns, int depth, Matrix a, Matrix b, float[] c, int cOffset, WorkerPool pool) {
        vectors().gemm.matmul(rows, columns, depth, a, b, c, cOffset, pool);
    }

    @Override
    public BlockedKernels blocked() {
        return vectors().blocked;
    }

    @Override
    public BlockedKernels blocked(long multiplyAdds) {
        return warming == null || multiplyAdds >= SMALL_JOB ? blocked() : warming;
    }

    @Override
    public GradientKernels gradients() {
        return vectors().gradients;
    }
}
