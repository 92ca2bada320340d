package io.github.tsmjava.tensor.kernel.blocked;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The order in which a convolution on blocked {@link Maps} forms its sums: a list of quads, which {@link ConvTile}
 * reads as a table of offsets. A quad is four elements that lie side by side in the input: four channels of one pixel
 * under one tap, or on planes four columns. Each has its weight for every output channel. A plan's convolution step
 * makes the list; {@link #pack} writes the weights in its order, {@code [pair of output blocks][quad][4][2 · lanes]},
 * as the tile reads them.
 *
 * <p>Quads fall into groups that are read from the same frame: the channels that a temporal shift moves and the others,
 * or the taps in time of a 3-D convolution. A group's first quad begins with its first channel. Where one would reach into
 * the next block or another group, some of its weights are zeros.
 */
public final class ConvQuads {

    private static final int QUAD = ConvTile.QUAD_SIZE;

    /** In place of a distance in frames: beyond the ends of a clip. */
    public static final int OUTSIDE = Integer.MIN_VALUE;

    /**
     * Channels [from, to) under one of {@code taps} taps in time.
     *
     * @param origin the channel whose weights come first in those of an output channel
     */
    private record FrameGroup(int from, int to, int tap, int taps, int origin) {

        FrameGroup(int from, int to, int tap, int taps) {
            this(from, to, tap, taps, 0);
        }
    }

    /**
     * Where a quad lies in the input, its group, and the index of its four weights in those of an output channel, or
     * -1.
     */
    private record Quad(int offset, int group, int[] weights) {
    }

    private final List<Quad> quads = new ArrayList<>();
    private final List<FrameGroup> groups;
    /** For each output frame how many frames away each group is read, or {@link #OUTSIDE}. */
    private final IntFunction<List<Integer>> distances;
    private final int frameStride;
    private boolean isPointwise;

    private ConvQuads(List<FrameGroup> groups, IntFunction<List<Integer>> distances, int frameStride) {
        this.groups = groups;
        this.distances = distances;
        this.frameStride = frameStride;
    }

    private static ConvQuads overTime(Maps x, TimeWindow time) {
        List<FrameGroup> groups = IntStream.range(0, time.kernel())
                .mapToObj(tap -> new FrameGroup(0, x.channels(), tap, time.kernel())).toList();
        return new ConvQuads(groups, frame -> IntStream.range(0, time.kernel())
                .mapToObj(tap -> time.distance(frame, tap)).toList(), x.frameStride());
    }

    /**
     * For blocked maps whose channels a temporal shift moves.
     *
     * @param kernel  side of the square kernel
     * @param padding zeros around the image, within the maps' border
     */
    public static ConvQuads blocked(Maps x, int kernel, int padding, FoldOffsets offsets) {
        int fold = offsets.fold();
        List<FrameGroup> groups = List.of(new FrameGroup(0, fold, 0, 1), new FrameGroup(fold, 2 * fold, 0, 1),
                new FrameGroup(2 * fold, x.channels(), 0, 1));
        ConvQuads quads = new ConvQuads(groups, frame -> List.of(
                offsets.distance(offsets.first(), frame), offsets.distance(offsets.second(), frame), 0),
                x.frameStride());
        quads.addBlocked(x, kernel, padding);
        return quads;
    }

    /**
     * For blocked maps of several frames.
     *
     * @param kernel  side of the square kernel
     * @param padding zeros around the image, within the maps' border
     */
    public static ConvQuads blocked(Maps x, int kernel, int padding, TimeWindow time) {
        ConvQuads quads = overTime(x, time);
        quads.addBlocked(x, kernel, padding);
        return quads;
    }

    /**
     * For some channels of blocked maps, {@code [from, to)}: the weights are those of these channels alone.
     *
     * @param kernel  side of the square kernel
     * @param padding zeros around the image, within the maps' border
     */
    static ConvQuads blocked(Maps x, int kernel, int padding, int from, int to) {
        ConvQuads quads = new ConvQuads(List.of(new FrameGroup(from, to, 0, 1, from)), frame -> List.of(0),
                x.frameStride());
        quads.addBlocked(x, kernel, padding);
        return quads;
    }

    private void addBlocked(Maps x, int kernel, int padding) {
        isPointwise = kernel == 1;
        for (int g = 0; g < groups.size(); g++) {
            FrameGroup group = groups.get(g);
            int next;
            for (int channel = group.from; channel < group.to; channel = next) {
                int first = Math.min(channel, lastQuad(x, channel));
                next = first + QUAD;
                for (int ky = 0; ky < kernel; ky++) {
                    for (int kx = 0; kx < kernel; kx++) {
                        int[] weights = new int[QUAD];
                        for (int i = 0; i < QUAD; i++) {
                            boolean own = first + i >= channel && first + i < group.to;
                            weights[i] = own ? weight(first + i, group, kernel, ky, kx) : -1;
                        }
                        int tap = (ky - padding) * x.rowStride() + (kx - padding) * x.lanes();
                        quads.add(new Quad(x.channel(first) + tap, g, weights));
                    }
                }
            }
        }
    }

    /** The last quad that lies in the same block as a channel; of what fills the last block up, no more than needed is read. */
    private static int lastQuad(Maps x, int channel) {
        int end = Math.min((channel / x.lanes() + 1) * x.lanes(), Math.ceilDiv(x.channels(), QUAD) * QUAD);
        return end - QUAD;
    }

    private static int weight(int channel, FrameGroup group, int kernel, int ky, int kx) {
        return (((channel - group.origin) * group.taps + group.tap) * kernel + ky) * kernel + kx;
    }

    /**
     * For planes, which are maps of one channel a block: a quad is four columns.
     *
     * @param kernel  side of the square kernel
     * @param padding zeros around the image, within the maps' border
     */
    public static ConvQuads planar(Maps x, int kernel, int padding, TimeWindow time) {
        ConvQuads quads = overTime(x, time);
        for (int channel = 0; channel < x.channels(); channel++) {
            for (FrameGroup group : quads.groups) {
                for (int ky = 0; ky < kernel; ky++) {
                    for (int from = 0; from < kernel; from += QUAD) {
                        int[] weights = new int[QUAD];
                        for (int i = 0; i < QUAD; i++) {
                            weights[i] = from + i < kernel ? weight(channel, group, kernel, ky, from + i) : -1;
                        }
                        int tap = (ky - padding) * x.rowStride() + from - padding;
                        quads.quads.add(new Quad(x.channel(channel) + tap, group.tap, weights));
                    }
                }
            }
        }
        return quads;
    }

    public int count() {
        return quads.size();
    }

    /**
     * Where an output frame finds its quads.
     *
     * @param parts pairs of offsets as {@link ConvTile#sum} reads them. A long sum is formed in several parts: all tiles of a
     *              task add the first quads, whose weights then stay in the first-level cache, before any adds the next
     *              ones
     */
    public record Table(int[][] parts) { }

    /**
     * The table of each output frame; what lies beyond the ends of a clip is left out.
     *
     * @param frames output frames in the batch, whole clips
     */
    public Table[] tables(int frames, BlockedKernels kernels) {
        Map<List<Integer>, Table> made = new HashMap<>();
        return IntStream.range(0, frames)
                .mapToObj(frame -> made.computeIfAbsent(distances.apply(frame), from -> table(from, kernels)))
                .toArray(Table[]::new);
    }

    /**
     * The table of a frame that reads the two groups that a shift moves at the given distances.
     *
     * @param first  frames from here to where the first group lies, or {@link #OUTSIDE}
     * @param second the same of the second group
     */
    public Table table(int first, int second, BlockedKernels kernels) {
        return table(List.of(first, second, 0), kernels);
    }

    /** All quads of a sum that reads one frame alone, in one part. */
    int[] offsets(int lanes) {
        return offsets(List.of(0), lanes);
    }

    private Table table(List<Integer> distances, BlockedKernels kernels) {
        int[] offsets = offsets(distances, kernels.lanes());
        int quads = offsets.length / 2;
        // Under a larger filter neighbouring pixels read the same, which parts would read again.
        int parts = isPointwise ? Math.max(1, Math.round((float) quads / kernels.caches().partQuads())) : 1;
        return new Table(IntStream.range(0, parts)
                .mapToObj(i -> Arrays.copyOfRange(offsets, quads * i / parts * 2, quads * (i + 1) / parts * 2))
                .toArray(int[][]::new));
    }

    private int[] offsets(List<Integer> distances, int lanes) {
        return IntStream.range(0, quads.size())
                .filter(i -> distances.get(quads.get(i).group) != OUTSIDE)
                .flatMap(i -> IntStream.of(quads.get(i).offset + distances.get(quads.get(i).group) * frameStride,
                        i * QUAD * 2 * lanes))
                .toArray();
    }

    /** Elements of {@link #pack packed} weights. */
    int packedSize(int outputs, int lanes) {
        return Math.multiplyExact(Math.ceilDiv(outputs, 2 * lanes), count() * QUAD * 2 * lanes);
    }

    /**
     * Packs weights in the order of the quads: {@code [pair of blocks][quad][4][2 · lanes]}.
     *
     * @param weight {@code [O, C, (t,) k, k]}, with any factor of a batch norm already in it
     * @param at     where the packed ones begin
     */
    void pack(float[] weight, int outputs, int lanes, float[] packed, int at) {
        int row = weight.length / outputs;
        int tile = 2 * lanes;
        int to = at;
        for (int pair = 0; pair < outputs; pair += tile) {
            for (Quad quad : quads) {
                for (int index : quad.weights) {
                    for (int lane = 0; lane < tile; lane++, to++) {
                        packed[to] = index < 0 || pair + lane >= outputs ? 0 : weight[(pair + lane) * row + index];
                    }
                }
            }
        }
    }
}
