package io.github.tsmjava.tensor.kernel.blocked;

/**
 * The arithmetic that {@link BlockedConvolution} and {@link BlockedInvertedResidual} share: packed weights, an
 * epilogue, and the strides of blocked input, output and residual. They decide how the work is divided. Immutable.
 */
final class PackedConvolution {

    private static final ThreadLocal<float[]> SUMS = ThreadLocal.withInitial(() -> new float[0]);

    private final BlockedKernels kernels;
    private final PackedWeights weights;
    private final int pairWeights;
    private final Epilogue epilogue;
    private final int xColumn;
    private final Maps y;
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
        this.kernels = kernels;
        this.weights = kernels.weights().reserve(quads.packedSize(outputs, kernels.lanes()));
        quads.pack(weight, outputs, kernels.lanes(), weights.array(), weights.at());
        this.pairWeights = quads.count() * ConvTile.QUAD_SIZE * 2 * kernels.lanes();
        this.epilogue = epilogue;
        this.xColumn = xColumn;
        this.y = y;
        this.hasResidual = residual != null;
        this.residualStride = hasResidual ? residual.lanes() : 0;
        this.residualBlock = hasResidual ? residual.blockStride() : 0;
    }

    /** Brings a pair's weights into the caches. */
    void prefetch(int pair) {
        weights.prefetch(pair * pairWeights, pairWeights);
    }

    /**
     * Computes some tiles of a pair of output blocks, part by part of the table. Each sum goes on from where it was, so parts
     * do not change it.
     *
     * @param xAt        where the tiling's input begins
     * @param residualAt where the pair of blocks begins in the residual, if there is one
     * @param outAt      where the pair of blocks begins in the output
     */
    void sum(int pair, Tiling tiling, int fromTile, int toTile, ConvQuads.Table table, float[] x, int xAt,
             float[] residual, int residualAt, float[] out, int outAt) {
        int lanes = y.lanes();
        int last = table.parts().length - 1;
        int tileSums = tiling.tile(0).pixels() * 2 * lanes;
        float[] sums = last == 0 ? null : sums((toTile - fromTile) * tileSums);
        int weightsAt = weights.at() + pair * pairWeights;
        for (int part = 0; part <= last; part++) {
            int[] quads = table.parts()[part];
            boolean begins = part == 0;
            boolean ends = part == last;
            float[] from = !begins ? sums : hasResidual ? residual : kernels.zeros();
            for (int i = fromTile; i < toTile; i++) {
                ConvTile tile = tiling.tile(i);
                int[] place = tiling.place(i);
                int sumsAt = (i - fromTile) * tileSums;
                int sumsBlock = tile.pixels() * lanes;
                int fromAt = !begins ? sumsAt : hasResidual ? residualAt + place[2] : 0;
                tile.sum(x, xAt + place[0], xColumn, quads, quads.length, weights.array(), weightsAt,
                        from, fromAt, begins ? residualStride : lanes, begins ? residualBlock : sumsBlock,
                        ends ? epilogue : kernels.identity(), ends ? 2 * pair * lanes : 0,
                        ends ? out : sums, ends ? outAt + place[1] : sumsAt, ends ? y.blockStride() : sumsBlock);
            }
        }
    }

    private static float[] sums(int size) {
        if (SUMS.get().length < size) {
            SUMS.set(new float[size]);
        }
        return SUMS.get();
    }
}
