package io.github.tsmjava.tensor.kernel.blocked;

import io.github.tsmjava.tensor.WorkerPool;

/**
 * A 3×3 convolution of stride 1 by Winograd's F(4×4, 3×3): the image falls into tiles of 4×4 output pixels; each becomes 36
 * coefficients for each channel, which are multiplied as matrices, channels by channels, and become pixels again. Immutable.
 *
 * <p>A task carries some tiles through all of it, so that coefficients stay in its cache. They round differently from direct
 * sums: the largest error is about 1e-5 of the largest output.
 */
public final class WinogradConvolution {

    private static final int OUTPUTS = WinogradTransform.OUTPUTS;
    private static final int INPUTS = WinogradTransform.INPUTS;
    private static final int COEFFICIENTS = INPUTS * INPUTS;
    /** Input coefficients of a task, in numbers: they stay in a second-level cache. */
    private static final int TASK_INPUT = 160 * 1024;
    /** Widest kernel tiles in a task, at most: enough to make use of weights once they are read. */
    private static final int TASK_WIDTH = 4;
    /** Fewer tiles than this do not repay the transforms. */
    private static final int ENOUGH_TILES = 56;
    /** Output blocks that are turned back into pixels at a time. */
    private static final int TURN_BLOCKS = 4;

    /** The transform of weights: {@code G·w·Gᵀ}. */
    private static final double[][] G = {
            {1.0 / 4, 0, 0},
            {-1.0 / 6, -1.0 / 6, -1.0 / 6},
            {-1.0 / 6, 1.0 / 6, -1.0 / 6},
            {1.0 / 24, 1.0 / 12, 1.0 / 6},
            {1.0 / 24, -1.0 / 12, 1.0 / 6},
            {0, 0, 1}};

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private static final class Scratch {
        private float[] inputs = {};
        private float[] outputs = {};
        private final float[] tile = new float[COEFFICIENTS * 16];

        void reserve(int inputSize, int outputSize) {
            if (inputs.length < inputSize) {
                inputs = new float[inputSize];
            }
            if (outputs.length < outputSize) {
                outputs = new float[outputSize];
            }
        }
    }

    private final BlockedKernels kernels;
    private final Maps x;
    private final Maps y;
    private final Maps start;
    private final Epilogue epilogue;
    private final float[][] weights;
    private final int[] table;
    private final int tilesAcross;
    private final int tilesDown;
    private final int tasks;
    private final int taskTiles;

    /**
     * @param x      input maps with a border of {@link #borderAfter}
     * @param weight {@code [O, C, 3, 3]}
     * @param start  maps of the residual that the sums start from, or null
     */
    public WinogradConvolution(BlockedKernels kernels, Maps x, Maps y, Maps start, float[] weight, Epilogue epilogue) {
        this.kernels = kernels;
        this.x = x;
        this.y = y;
        this.start = start;
        this.epilogue = epilogue;
        tilesAcross = Math.ceilDiv(y.width(), OUTPUTS);
        tilesDown = Math.ceilDiv(y.height(), OUTPUTS);
        int tiles = tilesAcross * tilesDown * y.frames();
        int width = kernels.tiles().getFirst().pixels();
        int room = TASK_INPUT / (COEFFICIENTS * x.blocks() * x.lanes()) / width;
        taskTiles = Math.clamp(room, 1, TASK_WIDTH) * width;
        tasks = Math.ceilDiv(tiles, taskTiles);
        Maps coefficients = new Maps(1, x.channels(), 1, taskTiles, 0, 0, kernels.lanes());
        ConvSteps steps = ConvSteps.blocked(coefficients, 1, 0, null, 1);
        table = steps.table(0, 0, kernels.lanes());
        weights = new float[COEFFICIENTS][];
        for (int e = 0; e < COEFFICIENTS; e++) {
            weights[e] = steps.pack(transformed(weight, e), y.channels(), kernels.lanes());
        }
    }

    /** Zeros that the input needs below and to the right of the image, so that whole tiles can be read. */
    public static int borderAfter(int height, int width) {
        int over = Math.max(Math.floorMod(-height, OUTPUTS), Math.floorMod(-width, OUTPUTS));
        return over + 1;
    }

    /** Whether there is enough work to share, and few enough weights that they pass quickly. */
    public static boolean pays(int frames, int channels, int outputs, int height, int width) {
        int tiles = frames * Math.ceilDiv(height, OUTPUTS) * Math.ceilDiv(width, OUTPUTS);
        return tiles >= ENOUGH_TILES && channels >= 32 && outputs >= 32 && height >= OUTPUTS && width >= OUTPUTS;
    }

    /** Coefficient e of the weights, {@code [O, C]}. */
    private static float[] transformed(float[] weight, int e) {
        float[] result = new float[weight.length / 9];
        for (int i = 0; i < result.length; i++) {
            double sum = 0;
            for (int tap = 0; tap < 9; tap++) {
                sum += G[e / INPUTS][tap / 3] * weight[i * 9 + tap] * G[e % INPUTS][tap % 3];
            }
            result[i] = (float) sum;
        }
        return result;
    }

    /** Computes {@code y} from {@code x} and, if there is one, the residual; the bases say where frame 0 lies. */
    public void run(float[] in, int inBase, float[] residual, int residualBase, float[] out, int outBase, WorkerPool pool) {
        pool.forEach(tasks, task -> {
            int from = task * taskTiles;
            int count = Math.min(taskTiles, tilesAcross * tilesDown * y.frames() - from);
            Scratch scratch = SCRATCH.get();
            scratch.reserve(COEFFICIENTS * x.blocks() * taskTiles * x.lanes(),
                    COEFFICIENTS * TURN_BLOCKS * taskTiles * y.lanes());
            transformInputs(from, count, in, inBase, scratch);
            for (int block = 0; block < y.blocks(); block += TURN_BLOCKS) {
                int blocks = Math.min(TURN_BLOCKS, y.blocks() - block);
                multiply(block, blocks, count, scratch);
                transformOutputs(from, count, block, blocks, residual, residualBase, out, outBase, scratch);
            }
        });
    }

    /** Coefficients lie as {@code [coefficient][block][tile][lane]}. */
    private void transformInputs(int from, int count, float[] in, int inBase, Scratch scratch) {
        int coefficientStride = x.blocks() * taskTiles * x.lanes();
        for (int i = 0; i < count; i++) {
            int at = inBase + frame(from + i) * x.frameStride()
                    + x.pixel(row(from + i) - 1, column(from + i) - 1);
            for (int block = 0; block < x.blocks(); block++) {
                kernels.winograd().input(in, at + block * x.blockStride(), x.rowStride(), scratch.inputs,
                        (block * taskTiles + i) * x.lanes(), coefficientStride, scratch.tile);
            }
        }
    }

    private void multiply(int fromBlock, int blocks, int count, Scratch scratch) {
        int lanes = y.lanes();
        int blockStride = taskTiles * lanes;
        int pairWeights = table.length / 2 * ConvTile.STEP_CHANNELS * 2 * lanes;
        for (int e = 0; e < COEFFICIENTS; e++) {
            int xAt = e * x.blocks() * blockStride;
            for (int block = 0; block < blocks; block += 2) {
                int yAt = (e * TURN_BLOCKS + block) * blockStride;
                int weightsAt = (fromBlock + block) / 2 * pairWeights;
                for (int i = 0; i < count; ) {
                    ConvTile tile = Tiling.fitting(count, count - i, kernels.tiles());
                    int first = Math.min(i, count - tile.pixels());
                    tile.sum(scratch.inputs, xAt + first * lanes, lanes, table, table.length, weights[e], weightsAt,
                            kernels.zeros(), 0, 0, 0, kernels.plain(), 0, scratch.outputs, yAt + first * lanes, blockStride);
                    i = first + tile.pixels();
                }
            }
        }
    }

    private void transformOutputs(int from, int count, int fromBlock, int blocks, float[] residual, int residualBase,
                                  float[] out, int outBase, Scratch scratch) {
        int lanes = y.lanes();
        int coefficientStride = TURN_BLOCKS * taskTiles * lanes;
        for (int i = 0; i < count; i++) {
            int row = row(from + i);
            int column = column(from + i);
            int frame = frame(from + i);
            for (int block = 0; block < blocks; block++) {
                int startAt = start == null ? 0 : residualBase + frame * start.frameStride()
                        + (fromBlock + block) * start.blockStride() + start.pixel(row, column);
                int yAt = outBase + frame * y.frameStride() + (fromBlock + block) * y.blockStride() + y.pixel(row, column);
                kernels.winograd().output(scratch.outputs, (block * taskTiles + i) * lanes, coefficientStride,
                        start == null ? kernels.zeros() : residual, startAt, start == null ? 0 : start.rowStride(),
                        start == null ? 0 : lanes, epilogue, (fromBlock + block) * lanes, out, yAt, y.rowStride(),
                        Math.min(OUTPUTS, y.height() - row), Math.min(OUTPUTS, y.width() - column), scratch.tile);
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
