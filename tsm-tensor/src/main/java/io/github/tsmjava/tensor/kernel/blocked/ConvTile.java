package io.github.tsmjava.tensor.kernel.blocked;

/**
 * The innermost loop of a convolution on blocked maps: a few pixels by two blocks of output channels, over all input
 * channels and taps.
 *
 * <p>What is summed is a list of quads. A quad is four consecutive input channels under one tap; it says where they lie
 * from the tile's first pixel, and where their weights lie. So the list decides everything: the size of the kernel, which
 * frame a channel is read from (the temporal shift), and what is left out at the ends of a clip.
 */
public abstract class ConvTile {

    /** Input channels in a step. */
    public static final int QUAD_SIZE = 4;

    private final String name;
    private final int pixels;

    protected ConvTile(String name, int pixels) {
        this.name = name;
        this.pixels = pixels;
    }

    public final int pixels() {
        return pixels;
    }

    @Override
    public final String toString() {
        return name;
    }

    /**
     * {@code y = clamp(start + bias + sum over quads of x · w)} for each pixel and output channel of the tile. Output
     * pixels lie one block side by side.
     *
     * @param x          input; pixel p of step s reads {@code x[xBase + quads[s] + p·xStride + 0..3]}
     * @param xStride      distance of two pixels in {@code x}; a tile for pixels side by side takes it to be one block
     * @param quads      pairs: offset in {@code x}, offset in {@code w}
     * @param quadsEnd   twice the number of quads
     * @param w          weights; a quad reads 4 × 2 vectors from {@code w[wBase + quads[s + 1]]}
     * @param start      what is added to the sums, as residuals are: pixel p reads {@code start[startAt + p·startStride]}
     * @param startBlock distance of the two blocks in {@code start}
     * @param biasAt     where the tile's first output channel lies in the bias
     * @param yBlock     distance of the two blocks in {@code y}
     */
    public abstract void sum(float[] x, int xBase, int xStride, int[] quads, int quadsEnd, float[] w, int wBase,
                             float[] start, int startAt, int startStride, int startBlock, Epilogue end, int biasAt,
                             float[] y, int yAt, int yBlock);
}
