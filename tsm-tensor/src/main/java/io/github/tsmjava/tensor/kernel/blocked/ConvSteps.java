package io.github.tsmjava.tensor.kernel.blocked;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The order in which a convolution sums: steps of four numbers that lie side by side in the input, with the weights
 * that belong to them. Steps fall into groups that are read from the same frame: the channels that a temporal shift
 * moves and the others, or the taps in time of a 3-D convolution. A step that spans two groups appears in both, with
 * zeros for what is not its own.
 */
public final class ConvSteps {

    private static final int NUMBERS = ConvTile.STEP_CHANNELS;

    public static final int OUTSIDE = Integer.MIN_VALUE;

    /** Channels [from, to) under one of {@code taps} taps in time. */
    private record Group(int from, int to, int tap, int taps) {
    }

    /** Where a step reads, whose it is, and for each of its numbers the index in an output channel's weights, or -1. */
    private record Step(int offset, int group, int[] weights) {
    }

    private final List<Step> steps = new ArrayList<>();
    private final List<Group> groups;
    /** For each output frame how many frames away each group is read, or {@link #OUTSIDE}. */
    private final IntFunction<List<Integer>> moves;
    private final int frameStride;

    private ConvSteps(List<Group> groups, IntFunction<List<Integer>> moves, int frameStride) {
        this.groups = groups;
        this.moves = moves;
        this.frameStride = frameStride;
    }

    private static ConvSteps overTime(Maps x, TimeWindow time) {
        List<Group> groups = IntStream.range(0, time.kernel())
                .mapToObj(tap -> new Group(0, x.channels(), tap, time.kernel())).toList();
        return new ConvSteps(groups, frame -> IntStream.range(0, time.kernel())
                .mapToObj(tap -> time.move(frame, tap)).toList(), x.frameStride());
    }

    /**
     * Over blocked maps whose channels a temporal shift moves.
     *
     * @param kernel  side of the square kernel
     * @param padding zeros around the image, within the maps' border
     */
    public static ConvSteps blocked(Maps x, int kernel, int padding, FoldOffsets offsets) {
        int fold = offsets.fold();
        List<Group> groups = List.of(new Group(0, fold, 0, 1), new Group(fold, 2 * fold, 0, 1),
                new Group(2 * fold, x.channels(), 0, 1));
        ConvSteps steps = new ConvSteps(groups, frame -> List.of(
                offsets.distance(offsets.first(), frame), offsets.distance(offsets.second(), frame), 0),
                x.frameStride());
        steps.addBlocked(x, kernel, padding);
        return steps;
    }

    /**
     * Over blocked maps of several frames.
     *
     * @param kernel  side of the square kernel
     * @param padding zeros around the image, within the maps' border
     */
    public static ConvSteps blocked(Maps x, int kernel, int padding, TimeWindow time) {
        ConvSteps steps = overTime(x, time);
        steps.addBlocked(x, kernel, padding);
        return steps;
    }

    private void addBlocked(Maps x, int kernel, int padding) {
        for (int g = 0; g < groups.size(); g++) {
            Group group = groups.get(g);
            for (int from = group.from / NUMBERS * NUMBERS; from < group.to; from += NUMBERS) {
                for (int ky = 0; ky < kernel; ky++) {
                    for (int kx = 0; kx < kernel; kx++) {
                        int[] weights = new int[NUMBERS];
                        for (int i = 0; i < NUMBERS; i++) {
                            boolean own = from + i >= group.from && from + i < group.to;
                            weights[i] = own ? weight(from + i, group, kernel, ky, kx) : -1;
                        }
                        int tap = (ky - padding) * x.rowStride() + (kx - padding) * x.lanes();
                        steps.add(new Step(x.channel(from) + tap, g, weights));
                    }
                }
            }
        }
    }

    private static int weight(int channel, Group group, int kernel, int ky, int kx) {
        return ((channel * group.taps + group.tap) * kernel + ky) * kernel + kx;
    }

    /**
     * Over planes, which are maps of one channel a block: a step is four columns.
     *
     * @param kernel  side of the square kernel
     * @param padding zeros around the image, within the maps' border
     */
    public static ConvSteps planar(Maps x, int kernel, int padding, TimeWindow time) {
        ConvSteps steps = overTime(x, time);
        for (int channel = 0; channel < x.channels(); channel++) {
            for (Group group : steps.groups) {
                for (int ky = 0; ky < kernel; ky++) {
                    for (int from = 0; from < kernel; from += NUMBERS) {
                        int[] weights = new int[NUMBERS];
                        for (int i = 0; i < NUMBERS; i++) {
                            weights[i] = from + i < kernel ? weight(channel, group, kernel, ky, from + i) : -1;
                        }
                        int tap = (ky - padding) * x.rowStride() + from - padding;
                        steps.steps.add(new Step(x.channel(channel) + tap, group.tap, weights));
                    }
                }
            }
        }
        return steps;
    }

    public int count() {
        return steps.size();
    }

    /**
     * The steps of each output frame as a tile wants them; what lies beyond the ends of a clip is left out.
     *
     * @param frames output frames in the batch, whole clips
     */
    public int[][] tables(int frames, int lanes) {
        Map<List<Integer>, int[]> made = new HashMap<>();
        return IntStream.range(0, frames)
                .mapToObj(frame -> made.computeIfAbsent(moves.apply(frame), distances -> table(distances, lanes)))
                .toArray(int[][]::new);
    }

    /**
     * The steps when the two groups that a shift moves are read from the given distances.
     *
     * @param first  frames from here to where the first group lies, or {@link #OUTSIDE}
     * @param second the same of the second group
     */
    public int[] table(int first, int second, int lanes) {
        return table(List.of(first, second, 0), lanes);
    }

    private int[] table(List<Integer> distances, int lanes) {
        return IntStream.range(0, steps.size())
                .filter(i -> distances.get(steps.get(i).group) != OUTSIDE)
                .flatMap(i -> IntStream.of(steps.get(i).offset + distances.get(steps.get(i).group) * frameStride,
                        i * NUMBERS * 2 * lanes))
                .toArray();
    }

    /**
     * Weights in the order of the steps: {@code [pair of blocks][step][4][2 · lanes]}.
     *
     * @param weight {@code [O, C, (t,) k, k]}, with any factor of a batch norm already in it
     */
    public float[] pack(float[] weight, int outputs, int lanes) {
        int row = weight.length / outputs;
        int tile = 2 * lanes;
        float[] packed = new float[Math.multiplyExact(Math.ceilDiv(outputs, tile), steps.size() * NUMBERS * tile)];
        int at = 0;
        for (int pair = 0; pair < outputs; pair += tile) {
            for (Step step : steps) {
                for (int index : step.weights) {
                    for (int lane = 0; lane < tile; lane++, at++) {
                        packed[at] = index < 0 || pair + lane >= outputs ? 0 : weight[(pair + lane) * row + index];
                    }
                }
            }
        }
        return packed;
    }
}
