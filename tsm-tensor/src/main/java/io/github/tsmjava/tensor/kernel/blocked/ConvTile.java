package io.github.tsmjava.tensor.kernel.blocked;

/**
 * The innermost loop of the convolutions of compiled plans, on blocked {@link Maps}: a few pixels by two blocks of
 * output channels, over all input channels and taps. {@link PackedConvolution} calls it for each tile of the output;
 * its subclasses differ in the number of pixels and blocks, which is in their names.
 *
 * <p>The sum is formed quad by quad. A quad is four consecutive input channels under one tap; a table of
 * {@link ConvQuads} says where each lies from the tile's first pixel, and where its weights lie. So the table decides
 * the size of the kernel, from which frame a channel is read (the temporal shift), and what is left out at the ends of
 * a clip.
 */
public abstract class ConvTile {

    /** Input channels in a quad. */
    public static final int QUAD_SIZE = 4;

    /** Distance of two channels of a quad in the input: 1, which is no constant, so that C2 keeps to the order of a tile. */
    protected int channelStride = 1;

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
     * {@code y = clamp(start + bias + sum over quads of x · w)} for each pixel and output channel of the tile. In
     * {@code y}, pixels lie side by side in each block. It may be {@code start}, if each sum ends exactly where it
     * starts.
     *
     * @param x          input; pixel p of quad q reads {@code x[xBase + quads[2·q] + p·xStride + 0..3]}
     * @param xStride    distance of two pixels in {@code x}; a tile for pixels side by side takes it to be the lanes of
     *                   a block
     * @param quads      pairs: offset in {@code x}, offset in {@code w}
     * @param quadsEnd   twice the number of quads
     * @param w          weights; quad q reads 4 × 2 vectors from {@code w[wBase + quads[2·q + 1]]}
     * @param start      what the sums start from, zeros or a residual: pixel p reads {@code start[startAt +
     *                   p·startStride]}
     * @param startBlock distance of the two blocks in {@code start}
     * @param biasAt     where the tile's first output channel lies in the bias
     * @param yBlock     distance of the two blocks in {@code y}
     */
    public abstract void sum(float[] x, int xBase, int xStride, int[] quads, int quadsEnd, float[] w, int wBase,
                             float[] start, int startAt, int startStride, int startBlock, Epilogue end, int biasAt,
                             float[] y, int yAt, int yBlock);
}
