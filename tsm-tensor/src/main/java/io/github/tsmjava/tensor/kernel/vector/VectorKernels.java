package io.github.tsmjava.tensor.kernel.vector;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.ConvAlgorithm;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.Matrix;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.depthwise.DepthwiseConvolution;
import io.github.tsmjava.tensor.kernel.depthwise.DepthwisePlanes;
import io.github.tsmjava.tensor.kernel.gemm.Gemm;
import io.github.tsmjava.tensor.kernel.gemm.GemmConvolution;
import io.github.tsmjava.tensor.kernel.gemm.GemmKernel;
import io.github.tsmjava.tensor.kernel.gradient.GradientKernels;
import io.github.tsmjava.tensor.kernel.scalar.ReferenceConvolution;
import io.github.tsmjava.tensor.kernel.winograd.WinogradKernels;
import java.util.List;
import java.util.Optional;

/**
 * Kernels of the Vector API. Loaded by name, and only where that module is known to be there. What a compiled plan needs
 * can begin in plain Java; all else touches vectors at once, but not before it is asked for.
 */
public final class VectorKernels extends Kernels {

    private final BlockedKernels blocked;
    private volatile Rest rest;

    /** @param atOnce whether compiled plans, too, use vectors from their first run on */
    public VectorKernels(boolean atOnce) {
        blocked = VectorTiles.blocked(atOnce);
    }

    /** What is not for compiled plans. */
    private static final class Rest {

        final Gemm gemm = new Gemm(tile());
        final DepthwisePlanes planes = new DepthwisePlanes(new VectorPlanes());
        final List<ConvAlgorithm> convolutions = List.of(planes,
                new DepthwiseConvolution(new MovedSum4V()), new GemmConvolution(gemm), new ReferenceConvolution());
        final GradientKernels gradients = new GradientKernels(new VectorChannels(),
                Lanes.MANY_REGISTERS ? new DotTile4x4V() : new DotTile2x4V(), new VectorMovedDots(), planes);
        final Optional<WinogradKernels> winograd;

        Rest(BlockedKernels blocked) {
            winograd = Optional.of(new WinogradKernels(gemm.kernel(), blocked));
        }

        /** The largest tile whose accumulators stay in registers. */
        private static GemmKernel tile() {
            return Lanes.MANY_REGISTERS ? new GemmKernel8x2V() : new GemmKernel4x2V();
        }
    }

    /** Made when it is first asked for, since that loads the Vector API. */
    private Rest rest() {
        Rest made = rest;
        if (made == null) {
            synchronized (this) {
                made = rest == null ? new Rest(blocked) : rest;
                rest = made;
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
        return rest().convolutions;
    }

    @Override
    public Optional<WinogradKernels> winograd() {
        return rest().winograd;
    }

    @Override
    public void matmul(int rows, int columns, int depth, Matrix a, Matrix b, float[] c, int cOffset, WorkerPool pool) {
        rest().gemm.matmul(rows, columns, depth, a, b, c, cOffset, pool);
    }

    @Override
    public BlockedKernels blocked() {
        return blocked;
    }

    @Override
    public GradientKernels gradients() {
        return rest().gradients;
    }
}
