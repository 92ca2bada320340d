package io.github.tsmjava.tensor.kernel.blocked;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.CacheLines;

/**
 * A 3×3 convolution of stride 1 in a compiled plan, by Winograd's F(4×4, 3×3) on blocked {@link Maps}. The image is
 * divided into tiles of 4×4 output pixels. Each becomes 36 coefficients for each channel; for each coefficient, a
 * matrix product multiplies those of all tiles by the weights; the products become pixels again. Called by the
 * plan's step; coefficients lie as {@code [36][tile][channel]}. Immutable.
 *
 * <p>A temporal shift in front costs little: which frame a tile is read from depends on the channels. A block of channels
 * that come from several frames is transformed once for each of them.
 *
 * <p>A pass does all of this for some tiles: so many that each weight is used often once it is read, so few that
 * coefficients stay in the caches. If there are many passes, each is a task; a single one divides its own loops.
 * Results are rounded differently from direct sums: the largest error is about 1e-5 of the largest output.
 */
public final class WinogradConvolution {

    private static final int OUTPUTS = WinogradTransform.OUTPUTS;
    private static final int INPUTS = WinogradTransform.INPUTS;
    private static final int COEFFICIENTS = WinogradTransform.COEFFICIENTS;
    /** Tiles of a pass with 64 channels; more with more channels, whose weights come from slower memory. */
    private static final int PASS_TILES = 28;
    /** Tiles that a task transforms. */
    private static final int TASK_TILES = 7;
    /** Fewer tiles than this do not repay the transforms. */
    private static final int ENOUGH_TILES = 28;
    /** What channels are rounded up to, at most: two blocks of the widest vectors. */
    private static final int ALL_LANES = 32;

    private static final ThreadLocal<float[]> SCRATCH = ThreadLocal.withInitial(() -> new float[0]);
    private static final ThreadLocal<float[]> TILE = ThreadLocal.withInitial(() -> new float[COEFFICIENTS * 16]);
    private static final ThreadLocal<float[]> OTHER_FRAME = ThreadLocal.withInitial(() -> new float[COEFFICIENTS * 16]);
    /** A row of a tile beyond the ends of a clip. */
    private static final float[] ZEROS = new float[INPUTS * 16];

    private final BlockedKernels kernels;
    private final Maps x;
    private final Maps y;
    private final Maps start;
    /** The first channel of each group that is read from one frame, and the end. */
    private final int[] groups;
    private final Epilogue epilogue;
    /** {@code [36]} packed weights, one coefficient after the other. */
    private final PackedWeights weights;
    private final int coefficientWeights;
    private final int[] table;
    private final int tilesAcross;
    private final int tilesDown;
    private final int tiles;
    private final int passTiles;
    /** Where the coefficients of the input and of the output begin in the scratch memory. */
    private final int inputsAt;
    private final int outputsAt;
    /** Elements from one coefficient to the next, with a gap so that not all of them fall into the same cache sets. */
    private final int inputStride;
    private final int outputStride;

    /**
     * @param x      input maps with a border of {@link #borderAfter}
     * @param fold   channels in each of the two groups that a shift moves; 0 without one
     * @param weight {@code [O, C, 3, 3]}
     * @param start  maps of the residual that the sums start from, or null
     */
    public WinogradConvolution(BlockedKernels kernels, Maps x, int fold, Maps y, Maps start, float[] weight,
                               Epilogue epilogue) {
        this.kernels = kernels;
        this.x = x;
        this.y = y;
        this.start = start;
        groups = new int[] {0, fold, 2 * fold, x.blocks() * x.lanes()};
        this.epilogue = epilogue;
        tilesAcross = Math.ceilDiv(y.width(), OUTPUTS);
        tilesDown = Math.ceilDiv(y.height(), OUTPUTS);
        tiles = tilesAcross * tilesDown * y.frames();
        passTiles = passTiles();
        inputsAt = CacheLines.FIRST;
        inputStride = (x.blocks() * passTiles + 1) * x.lanes();
        outputsAt = Math.addExact(inputsAt, Math.multiplyExact(COEFFICIENTS, inputStride));
        outputStride = (y.blocks() * passTiles + 1) * y.lanes();
        Maps coefficients = new Maps(1, x.channels(), 1, passTiles, 0, 0, kernels.lanes());
        ConvQuads quads = ConvQuads.blocked(coefficients, 1, 0, TimeWindow.FRAME);
        table = quads.offsets(kernels.lanes());
        coefficientWeights = quads.packedSize(y.channels(), kernels.lanes());
        weights = kernels.weights().reserve(Math.multiplyExact(COEFFICIENTS, coefficientWeights));
        float[] transformed = new float[weight.length / 9];
        for (int e = 0; e < COEFFICIENTS; e++) {
            transform(weight, e, transformed);
            quads.pack(transformed, y.channels(), kernels.lanes(), weights.array(), weights.at() + e * coefficientWeights);
        }
    }

    /** Rows and columns of zeros that the input needs below and to the right, so that whole tiles can be read. */
    public static int borderAfter(int height, int width) {
        int over = Math.max(Math.floorMod(-height, OUTPUTS), Math.floorMod(-width, OUTPUTS));
        return over + 1;
    }

    /** Whether there are enough tiles and channels for the transforms to pay, and the weights fit one array. */
    public static boolean pays(int frames, int channels, int outputs, int height, int width) {
        int tiles = frames * Math.ceilDiv(height, OUTPUTS) * Math.ceilDiv(width, OUTPUTS);
        boolean fits = (long) COEFFICIENTS * (channels + ALL_LANES) * (outputs + ALL_LANES) <= Integer.MAX_VALUE / 2;
        return fits && tiles >= ENOUGH_TILES && channels >= 32 && outputs >= 32 && height >= OUTPUTS && width >= OUTPUTS;
    }

    /** Computes coefficient e of the weights, {@code [O, C]}. */
    private static void transform(float[] weight, int e, float[] result) {
        for (int i = 0; i < result.length; i++) {
            double sum = 0;
            for (int tap = 0; tap < 9; tap++) {
                sum += WinogradTransform.G[e / INPUTS][tap / 3] * weight[i * 9 + tap]
                        * WinogradTransform.G[e % INPUTS][tap % 3];
            }
            result[i] = (float) sum;
        }
    }

    private int passTiles() {
        int wanted = PASS_TILES * Math.max(1, x.channels() / 64);
        int ofFrame = tilesAcross * tilesDown;
        int passes = 2 * ofFrame < wanted ? Math.ceilDiv(tiles, 2 * wanted)
                : y.frames() * Math.max(1, Math.round((float) ofFrame / wanted));
        int width = kernels.tiles().getFirst().pixels();
        return Math.ceilDiv(Math.ceilDiv(tiles, passes), width) * width;
    }

    /**
     * Computes {@code y} from {@code x} and, if there is one, the residual; the bases say where frame 0 lies.
     *
     * @param distances for each frame how many frames away the two groups lie that a shift moves, or
     *                  {@link ConvQuads#OUTSIDE}
     */
    public void run(int[][] distances, float[] in, int inBase, float[] residual, int residualBase, float[] out, int outBase,
                    WorkerPool pool) {
        pool.forEach(Math.ceilDiv(tiles, passTiles), pass -> {
            int from = pass * passTiles;
            int count = Math.min(passTiles, tiles - from);
            float[] scratch = scratch();
            pool.forRanges(count, TASK_TILES, (first, end) ->
                    transformInputs(from, first, end, distances, in, inBase, scratch));
            pool.forEach(COEFFICIENTS, e -> multiply(e, count, scratch));
            pool.forRanges(count, TASK_TILES, (first, end) ->
                    transformOutputs(from, first, end, scratch, residual, residualBase, out, outBase));
        });
    }

    private float[] scratch() {
        int size = Math.addExact(outputsAt, Math.multiplyExact(COEFFICIENTS, outputStride));
        if (SCRATCH.get().length < size) {
            SCRATCH.set(new float[size]);
        }
        return SCRATCH.get();
    }

    /** Computes coefficients {@code [coefficient][block][tile][lane]}. */
    private void transformInputs(int pass, int first, int end, int[][] distances, float[] in, int inBase,
                                 float[] scratch) {
        for (int block = 0; block < x.blocks(); block++) {
            for (int i = first; i < end; i++) {
                int tile = pass + i;
                int frame = frame(tile);
                int at = inBase + frame * x.frameStride() + block * x.blockStride()
                        + x.pixel(row(tile) - 1, column(tile) - 1);
                transformInput(block, distances[frame], in, at, scratch, inputsAt + (block * passTiles + i) * x.lanes());
            }
        }
    }

    /** A tile of one block, each group of channels from its frame. */
    private void transformInput(int block, int[] distances, float[] in, int at, float[] scratch, int to) {
        int lanes = x.lanes();
        for (int group = 0; group < groups.length - 1; group++) {
            int from = Math.max(0, groups[group] - block * lanes);
            int end = Math.min(lanes, groups[group + 1] - block * lanes);
            if (from >= end) {
                continue;
            }
            // The first group of a block is transformed in place, with all lanes; others then take over theirs.
            boolean isFirst = from == 0;
            float[] result = isFirst ? scratch : OTHER_FRAME.get();
            int resultAt = isFirst ? to : 0;
            int stride = isFirst ? inputStride : lanes;
            int distance = group < distances.length ? distances[group] : 0;
            if (distance == ConvQuads.OUTSIDE) {
                kernels.winograd().input(ZEROS, 0, 0, result, resultAt, stride, TILE.get());
            } else {
                kernels.winograd().input(in, at + distance * x.frameStride(), x.rowStride(), result, resultAt, stride,
                        TILE.get());
            }
            for (int e = 0; !isFirst && e < COEFFICIENTS; e++) {
                System.arraycopy(result, e * lanes + from, scratch, to + e * inputStride + from, end - from);
            }
        }
    }

    private void multiply(int e, int count, float[] scratch) {
        int lanes = y.lanes();
        int blockStride = passTiles * lanes;
        int pairWeights = table.length / 2 * ConvTile.QUAD_SIZE * 2 * lanes;
        for (int pair = 0; pair < y.blocks() / 2; pair++) {
            int yAt = outputsAt + e * outputStride + 2 * pair * blockStride;
            int weightsAt = e * coefficientWeights + pair * pairWeights;
            if (passTiles >= tiles) {
                weights.prefetch(weightsAt, pairWeights);
            }
            for (int i = 0; i < count; ) {
                ConvTile tile = Tiling.fitting(count, count - i, kernels.tiles());
                int first = Math.min(i, count - tile.pixels());
                tile.sum(scratch, inputsAt + e * inputStride + first * lanes, lanes, table, table.length,
                        weights.array(), weights.at() + weightsAt, kernels.zeros(), 0, 0, 0, kernels.identity(), 0,
                        scratch, yAt + first * lanes, blockStride);
                i = first + tile.pixels();
            }
        }
    }

    private void transformOutputs(int pass, int first, int end, float[] scratch,
                                  float[] residual, int residualBase, float[] out, int outBase) {
        int lanes = y.lanes();
        for (int block = 0; block < y.blocks(); block++) {
            for (int i = first; i < end; i++) {
                int row = row(pass + i);
                int column = column(pass + i);
                int frame = frame(pass + i);
                int startAt = start == null ? 0 : residualBase + frame * start.frameStride()
                        + block * start.blockStride() + start.pixel(row, column);
                int yAt = outBase + frame * y.frameStride() + block * y.blockStride() + y.pixel(row, column);
                kernels.winograd().output(scratch, outputsAt + (block * passTiles + i) * lanes,
                        outputStride, start == null ? kernels.zeros() : residual, startAt,
                        start == null ? 0 : start.rowStride(), start == null ? 0 : lanes, epilogue, block * lanes,
                        out, yAt, y.rowStride(), Math.min(OUTPUTS, y.height() - row),
                        Math.min(OUTPUTS, y.width() - column), TILE.get());
            }
        }
    }

    private int frame(int tile) {
        return tile / (tilesAcross * tilesDown);
    }

    private int row(int tile) {
        return tile / tilesAcross % tilesDown * OUTPUTS;
    }

    private int column(int tile) {
        return tile % tilesAcross * OUTPUTS;
    }
}
