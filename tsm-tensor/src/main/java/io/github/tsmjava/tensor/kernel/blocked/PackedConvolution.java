package io.github.tsmjava.tensor.kernel.blocked;

/**
 * The arithmetic that {@link BlockedConvolution} and {@link BlockedInvertedResidual} share: packed weights, an
 * epilogue, and the strides of blocked input, output and residual. They decide how the work is divided. Immutable.
 */
final class PackedConvolution {

    private final PackedWeights weights;
    private final int pairWeights;
    private final Epilogue epilogue;
    private final int xColumn;
    private final Maps y;
    private final float[] zeros;
    private final int residualStride;
    private final int residualBlock;
    private final boolean hasResidual;

    /**
     * @param xColumn  elements in the input from one output pixel to the next
     * @param weight   {@code [O, C, k, k]}
     * @param residual its maps, from which the sums start, or null
     */
    PackedConvolution(BlockedKernels kernels, ConvQuads quads, int xColumn, Maps y, Maps residual, float[] weight,
                      Epilogue epilogue) {
        this(kernels, quads, xColumn, y, residual, y.channels(), weight, epilogue);
    }

    /** One without a residual, of some of the output channels of {@code y}. */
    PackedConvolution(BlockedKernels kernels, ConvQuads quads, int xColumn, Maps y, int outputs, float[] weight,
                      Epilogue epilogue) {
        this(kernels, quads, xColumn, y, null, outputs, weight, epilogue);
    }

    private PackedConvolution(BlockedKernels kernels, ConvQuads quads, int xColumn, Maps y, Maps residual, int outputs,
                              float[] weight, Epilogue epilogue) {
        this.weights = kernels.weights().reserve(quads.packedSize(outputs, kernels.lanes()));
        quads.pack(weight, outputs, kernels.lanes(), weights.array(), weights.at());
        this.pairWeights = quads.count() * ConvTile.QUAD_SIZE * 2 * kernels.lanes();
        this.epilogue = epilogue;
        this.xColumn = xColumn;
        this.y = y;
        this.zeros = kernels.zeros();
        this.hasResidual = residual != null;
        this.residualStride = hasResidual ? residual.lanes() : 0;
        this.residualBlock = hasResidual ? residual.blockStride() : 0;
    }

    /** Brings a pair's weights into the caches. */
    void prefetch(int pair) {
        weights.prefetch(pair * pairWeights, pairWeights);
    }

    /**
     * Computes some tiles of a pair of output blocks.
     *
     * @param xAt        where the tiling's input begins
     * @param residualAt where the pair of blocks begins in the residual, if there is one
     * @param outAt      where the pair of blocks begins in the output
     */
    void sum(int pair, Tiling tiling, int fromTile, int toTile, int[] table, float[] x, int xAt,
             float[] residual, int residualAt, float[] out, int outAt) {
        float[] from = hasResidual ? residual : zeros;
        int fromAt = hasResidual ? residualAt : 0;
        int weightsAt = weights.at() + pair * pairWeights;
        for (int i = fromTile; i < toTile; i++) {
            int[] place = tiling.place(i);
            tiling.tile(i).sum(x, xAt + place[0], xColumn, table, table.length, weights.array(), weightsAt,
                    from, fromAt + place[2], residualStride, residualBlock, epilogue, 2 * pair * y.lanes(),
                    out, outAt + place[1], y.blockStride());
        }
    }
}
