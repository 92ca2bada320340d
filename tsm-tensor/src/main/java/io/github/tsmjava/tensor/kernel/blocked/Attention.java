package io.github.tsmjava.tensor.kernel.blocked;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.WorkerPool;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The output of a non-local block in a compiled plan: for every pixel of a clip, as a query, the mean of the values of
 * all pixels that are keys, weighted by the affinities of query and keys (Wang et al., 2018, section 3). All operands
 * are blocked {@link Maps}. Immutable. The plan's {@code AttentionStep} runs it.
 *
 * <p>Both matrix products are 1×1 convolutions whose weights are the keys, then the values. These are packed once for
 * each clip. A task then computes some queries from affinities to outputs, so that the matrix of all affinities is
 * never stored.
 *
 * <p>Sums are formed in parts, since the softmax makes a factor of what rounding adds to an affinity.
 */
public final class Attention {

    private static final int QUAD = ConvTile.QUAD_SIZE;
    /** Affinities of a task, in elements: a quarter of a second-level cache. */
    private static final int ROOM = 64 * 1024;
    /** Quads in a part of a sum: 64 products for affinities, 256 for outputs. */
    private static final int KEY_QUADS = 16;
    private static final int VALUE_QUADS = 64;

    private static final int MAX_SIZE = Integer.MAX_VALUE - 16;

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private static final class Scratch {
        private float[] affinities = {};
        private float[] part = {};

        void reserve(int affinitiesSize, int partSize) {
            if (affinities.length < affinitiesSize) {
                affinities = new float[affinitiesSize];
            }
            if (part.length < partSize) {
                part = new float[partSize];
            }
        }
    }

    private final BlockedKernels kernels;
    private final Maps queries;
    private final Maps keys;
    private final Maps values;
    private final Maps y;
    private final int segments;
    private final boolean softmax;
    private final int keyCount;
    private final Tiling tiling;
    private final int tilesPerTask;
    /** Affinities of a task: a channel for each key, a pixel for each query. */
    private final Maps affinities;
    private final int tilePixels;
    private final int[][] keyParts;
    private final int[][] valueParts;
    /** Adds nothing to the affinities of keys, minus infinity to what fills up their last pair of blocks. */
    private final Epilogue affinityEnd;

    /**
     * @param queries  {@code [N·T, C]} maps
     * @param keys     {@code [N·T, C]} maps, of a size of their own
     * @param values   {@code [N·T, C']} maps of the size of the keys
     * @param y        the outputs, {@code [N·T, C']} maps of the size of the queries
     * @param segments T, the frames of a clip
     * @param softmax  whether a query's weights are the softmax of its affinities; else they are the affinities over
     *                 the number of keys
     */
    public Attention(BlockedKernels kernels, Maps queries, Maps keys, Maps values, Maps y, int segments,
                     boolean softmax) {
        this.kernels = kernels;
        this.queries = queries;
        this.keys = keys;
        this.values = values;
        this.y = y;
        this.segments = segments;
        this.softmax = softmax;
        keyCount = segments * keys.pixels();
        boolean flat = !queries.hasBorder() && !y.hasBorder();
        tiling = Tiling.of(flat ? 1 : y.height(), flat ? y.pixels() : y.width(), queries.rowStride(), queries.lanes(),
                y, null, kernels.tiles());
        tilePixels = IntStream.range(0, tiling.count()).map(i -> tiling.tile(i).pixels()).max().orElse(1);
        int room = ROOM / (paddedKeys(keys, segments) * tilePixels);
        int tasks = Math.ceilDiv(tiling.count(), Math.clamp(room, 1, tiling.count()));
        tilesPerTask = Math.ceilDiv(tiling.count(), tasks);
        affinities = new Maps(1, keyCount, 1, tilesPerTask * tilePixels, 0, 0, y.lanes());
        keyParts = parts(queries, KEY_QUADS);
        valueParts = parts(affinities, VALUE_QUADS);
        float[] bias = new float[affinities.blocks() * y.lanes()];
        if (softmax) {
            Arrays.fill(bias, keyCount, bias.length, Float.NEGATIVE_INFINITY);
        }
        affinityEnd = new Epilogue(bias, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    }

    private static int[][] parts(Maps x, int quads) {
        int[] table = ConvQuads.blocked(x, 1, 0, TimeWindow.FRAME).offsets(x.lanes());
        return IntStream.range(0, Math.ceilDiv(table.length, 2 * quads))
                .mapToObj(i -> Arrays.copyOfRange(table, 2 * quads * i, Math.min(table.length, 2 * quads * (i + 1))))
                .toArray(int[][]::new);
    }

    private static int paddedKeys(Maps keys, int segments) {
        return roundUp(segments * keys.pixels(), 2 * keys.lanes());
    }

    private static int roundUp(int value, int multiple) {
        return Math.ceilDiv(value, multiple) * multiple;
    }

    /**
     * Elements of the scratch memory of a call: the packed keys and values of one clip.
     *
     * @throws ShapeException if they are more than an array can hold
     */
    public static int scratchSize(Maps keys, Maps values, int segments) {
        long size = (long) paddedKeys(keys, segments) * roundUp(keys.channels(), QUAD)
                + (long) values.blocks() * values.lanes() * roundUp(segments * keys.pixels(), QUAD);
        ShapeException.require(size <= MAX_SIZE,
                "keys and values of %d frames of %d × %d pixels are %d elements, more than %d",
                segments, keys.height(), keys.width(), size, MAX_SIZE);
        return (int) size;
    }

    /**
     * Computes the outputs of all clips.
     *
     * @param qBase   where frame 0 lies in {@code q}; likewise for the others
     * @param scratch of {@link #scratchSize} elements or more
     */
    public void run(float[] q, int qBase, float[] k, int kBase, float[] v, int vBase, float[] out, int outBase,
                    float[] scratch, WorkerPool pool) {
        int keyPairs = affinities.blocks() / 2;
        int valuePairs = values.blocks() / 2;
        int parts = Math.ceilDiv(tiling.count(), tilesPerTask);
        for (int first = 0; first < queries.frames(); first += segments) {
            int clip = first;
            pool.forEach(keyPairs + valuePairs, task -> {
                if (task < keyPairs) {
                    packKeys(task, k, kBase + clip * keys.frameStride(), scratch);
                } else {
                    packValues(task - keyPairs, v, vBase + clip * values.frameStride(), scratch);
                }
            });
            pool.forEach(segments * parts, task -> {
                int frame = clip + task / parts;
                int from = task % parts * tilesPerTask;
                outputs(from, Math.min(tiling.count(), from + tilesPerTask),
                        q, qBase + frame * queries.frameStride() + queries.pixel(0, 0),
                        out, outBase + frame * y.frameStride(), scratch);
            });
        }
    }

    /** Packs keys as weights {@code [pair of blocks of keys][quad of channels][4][2 · lanes]}. */
    private void packKeys(int pair, float[] k, int at, float[] scratch) {
        int tile = 2 * keys.lanes();
        int depth = roundUp(keys.channels(), QUAD);
        for (int lane = 0; lane < tile; lane++) {
            int key = pair * tile + lane;
            int to = pair * depth * tile + lane;
            int from = at + place(keys, key);
            for (int c = 0; c < depth; c++) {
                scratch[to + c * tile] = key < keyCount && c < keys.channels() ? k[from + keys.channel(c)] : 0;
            }
        }
    }

    /** Packs values as weights {@code [pair of blocks of channels][quad of keys][4][2 · lanes]}. */
    private void packValues(int pair, float[] v, int at, float[] scratch) {
        int lanes = values.lanes();
        int depth = roundUp(keyCount, QUAD);
        float factor = softmax ? 1 : 1f / keyCount;
        int to = valuesAt() + pair * depth * 2 * lanes;
        for (int key = 0; key < depth; key++) {
            int from = at + place(values, key) + 2 * pair * values.blockStride();
            for (int half = 0; half < 2; half++, to += lanes) {
                for (int lane = 0; lane < lanes; lane++) {
                    scratch[to + lane] = key < keyCount ? factor * v[from + half * values.blockStride() + lane] : 0;
                }
            }
        }
    }

    private int valuesAt() {
        return affinities.blocks() * keys.lanes() * roundUp(keys.channels(), QUAD);
    }

    /** Where a key's pixel lies from the clip's first frame. */
    private static int place(Maps maps, int key) {
        int pixel = key % maps.pixels();
        return key / maps.pixels() * maps.frameStride() + maps.pixel(pixel / maps.width(), pixel % maps.width());
    }

    private void outputs(int fromTile, int toTile, float[] q, int qAt, float[] out, int outAt, float[] scratch) {
        int lanes = y.lanes();
        Scratch own = SCRATCH.get();
        own.reserve(affinities.size(), 2 * tilePixels * lanes);
        int keyWeights = roundUp(keys.channels(), QUAD) * 2 * lanes;
        for (int pair = 0; pair < affinities.blocks() / 2; pair++) {
            for (int i = fromTile; i < toTile; i++) {
                int to = 2 * pair * affinities.blockStride() + affinitiesAt(i - fromTile);
                sum(tiling.tile(i), keyParts, q, qAt + tiling.place(i)[0], scratch, pair * keyWeights,
                        affinityEnd, 2 * pair * lanes, own.affinities, to, affinities.blockStride(), own.part);
            }
        }
        if (softmax) {
            for (int i = fromTile; i < toTile; i++) {
                for (int pixel = 0; pixel < tiling.tile(i).pixels(); pixel++) {
                    kernels.maps().softmax(own.affinities, affinitiesAt(i - fromTile) + pixel * lanes,
                            affinities.blockStride(), affinities.blocks(), own.part);
                }
            }
        }
        int valueWeights = roundUp(keyCount, QUAD) * 2 * lanes;
        for (int pair = 0; pair < values.blocks() / 2; pair++) {
            for (int i = fromTile; i < toTile; i++) {
                sum(tiling.tile(i), valueParts, own.affinities, affinitiesAt(i - fromTile),
                        scratch, valuesAt() + pair * valueWeights, kernels.identity(), 0,
                        out, outAt + tiling.place(i)[1] + 2 * pair * y.blockStride(), y.blockStride(), own.part);
            }
        }
    }

    private int affinitiesAt(int tile) {
        return tile * tilePixels * affinities.lanes();
    }

    /** One tile for one pair of blocks, part by part. */
    private void sum(ConvTile tile, int[][] parts, float[] x, int xAt, float[] w, int wAt, Epilogue end, int biasAt,
                     float[] to, int toAt, int toBlock, float[] part) {
        int lanes = y.lanes();
        int size = tile.pixels() * lanes;
        tile.sum(x, xAt, lanes, parts[0], parts[0].length, w, wAt, kernels.zeros(), 0, 0, 0, end, biasAt,
                to, toAt, toBlock);
        for (int i = 1; i < parts.length; i++) {
            tile.sum(x, xAt, lanes, parts[i], parts[i].length, w, wAt, kernels.zeros(), 0, 0, 0, kernels.identity(), 0,
                    part, 0, size);
            add(part, 0, to, toAt, size);
            add(part, size, to, toAt + toBlock, size);
        }
    }

    private static void add(float[] from, int at, float[] to, int toAt, int count) {
        for (int i = 0; i < count; i++) {
            to[toAt + i] += from[at + i];
        }
    }
}
