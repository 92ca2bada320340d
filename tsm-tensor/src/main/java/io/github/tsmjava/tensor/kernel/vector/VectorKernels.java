package io.github.tsmjava.tensor.kernel.vector;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.ConvAlgorithm;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.Matrix;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.ConvTile;
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

/** Kernels of the Vector API. Loaded by name, and only where that module is known to be there. */
public final class VectorKernels extends Kernels {

    private final Gemm gemm = new Gemm(tile());
    private final DepthwisePlanes planes = new DepthwisePlanes(new VectorPlanes());
    private final List<ConvAlgorithm> convolutions = List.of(planes,
            new DepthwiseConvolution(new MovedSum4V()), new GemmConvolution(gemm), new ReferenceConvolution());

    private final BlockedKernels blocked = new BlockedKernels(
            Lanes.COUNT, tiles(), shallowTiles(), stridedTiles(), new VectorMapKernels(), new VectorWinograd());

    private final Optional<WinogradKernels> winograd = Optional.of(new WinogradKernels(gemm.kernel(), blocked));
    private final GradientKernels gradients = new GradientKernels(new VectorChannels(),
            Lanes.MANY_REGISTERS ? new DotTile4x4V() : new DotTile2x4V(), new VectorMovedDots(), planes);

    /** The largest tile whose accumulators stay in registers. */
    private static GemmKernel tile() {
        return Lanes.MANY_REGISTERS ? new GemmKernel8x2V() : new GemmKernel4x2V();
    }

    private static List<ConvTile> tiles() {
        if (!Lanes.FMA) {
            return stridedTiles();
        }
        List<ConvTile> narrow = List.of(new ConvTile4x2V(), new ConvTile1x2V());
        return Lanes.MANY_REGISTERS ? List.of(new ConvTile7x2V(), narrow.get(0), narrow.get(1)) : narrow;
    }

    private static List<ConvTile> shallowTiles() {
        if (!Lanes.FMA || !Lanes.MANY_REGISTERS) {
            return tiles();
        }
        return List.of(new ConvTile7x2VShallow(), new ConvTile4x2V(), new ConvTile1x2V());
    }

    private static List<ConvTile> stridedTiles() {
        ConvTile one = new ConvTile1x2V();
        if (!Lanes.FMA) {
            return List.of(new ConvTile4x2VMulAdd(), one);
        }
        return Lanes.MANY_REGISTERS ? List.of(new ConvTile7x2VStrided(), new ConvTile4x2VStrided(), one)
                : List.of(new ConvTile4x2VStrided(), one);
    }

    @Override
    public String name() {
        return "vector-" + Lanes.SPECIES.vectorBitSize();
    }

    @Override
    public List<ConvAlgorithm> convolutions() {
        return convolutions;
    }

    @Override
    public Optional<WinogradKernels> winograd() {
        return winograd;
    }

    @Override
    public void matmul(int rows, int columns, int depth, Matrix a, Matrix b, float[] c, int cOffset, WorkerPool pool) {
        gemm.matmul(rows, columns, depth, a, b, c, cOffset, pool);
    }

    @Override
    public BlockedKernels blocked() {
        return blocked;
    }

    @Override
    public GradientKernels gradients() {
        return gradients;
    }
}
