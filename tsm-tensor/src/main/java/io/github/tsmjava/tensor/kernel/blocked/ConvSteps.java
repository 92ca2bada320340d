package io.github.tsmjava.tensor.kernel.blocked;

import io.github.tsmjava.tensor.ops.Shift;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The order in which a convolution sums: steps of four numbers that lie side by side in the input, with the weights that
 * belong to them. Steps fall into three groups, of channels that a temporal shift reads from elsewhere and of the others;
 * a step that spans two groups appears in both, with zeros for what is not its own.
 */
public final class ConvSteps {

    private static final int NUMBERS = ConvTile.STEP_CHANNELS;

    /** Groups of channels; without a shift all are {@link #STAY}. */
    private static final int FIRST = 0;
    private static final int SECOND = 1;
    private static final int STAY = 2;

    public static final int OUTSIDE = Integer.MIN_VALUE;

    /** Where a step reads, whose it is, and for each of its numbers the index in an output channel's weights, or -1. */
    private record Step(int offset, int group, int[] weights) {
    }

    private final List<Step> steps = new ArrayList<>();
    private final Shift shift;
    private final int segments;
    private final int frameStride;

    private ConvSteps(Shift shift, int segments, int frameStride) {
        this.shift = shift;
        this.segments = segments;
        this.frameStride = frameStride;
    }

    /**
     * Over blocked maps.
     *
     * @param kernel   side of the square kernel
     * @param padding  zeros around the image, within the maps' border
     * @param shift    what the input is shifted by, or null
     * @param segments T, the frames of a clip, for the shift
     */
    public static ConvSteps blocked(Maps x, int kernel, int padding, Shift shift, int segments) {
        ConvSteps steps = new ConvSteps(shift, segments, x.frameStride());
        int fold = shift == null ? 0 : shift.fold(x.channels());
        int[] bounds = {0, fold, 2 * fold, x.channels()};
        for (int group = FIRST; group <= STAY; group++) {
            for (int from = bounds[group] / NUMBERS * NUMBERS; from < bounds[group + 1]; from += NUMBERS) {
                for (int ky = 0; ky < kernel; ky++) {
                    for (int kx = 0; kx < kernel; kx++) {
                        int[] weights = new int[NUMBERS];
                        for (int i = 0; i < NUMBERS; i++) {
                            boolean own = from + i >= bounds[group] && from + i < bounds[group + 1];
                            weights[i] = own ? ((from + i) * kernel + ky) * kernel + kx : -1;
                        }
                        int tap = (ky - padding) * x.rowStride() + (kx - padding) * x.lanes();
                        steps.steps.add(new Step(x.channel(from) + tap, group, weights));
                    }
                }
            }
        }
        return steps;
    }

    /**
     * Over planes, which are maps of one channel a block: a step is four columns.
     *
     * @param kernel  side of the square kernel
     * @param padding zeros around the image, within the maps' border
     */
    public static ConvSteps planar(Maps x, int kernel, int padding) {
        ConvSteps steps = new ConvSteps(null, 1, x.frameStride());
        for (int channel = 0; channel < x.channels(); channel++) {
            for (int ky = 0; ky < kernel; ky++) {
                for (int from = 0; from < kernel; from += NUMBERS) {
                    int[] weights = new int[NUMBERS];
                    for (int i = 0; i < NUMBERS; i++) {
                        weights[i] = from + i < kernel ? (channel * kernel + ky) * kernel + from + i : -1;
                    }
                    int tap = (ky - padding) * x.rowStride() + from - padding;
                    steps.steps.add(new Step(x.channel(channel) + tap, STAY, weights));
                }
            }
        }
        return steps;
    }

    public int count() {
        return steps.size();
    }

    /**
     * The steps of each frame as a tile wants them; what lies beyond the ends of a clip is left out.
     *
     * @param frames frames in the batch, whole clips
     */
    public int[][] tables(int frames, int lanes) {
        Map<List<Integer>, int[]> made = new HashMap<>();
        return IntStream.range(0, frames).mapToObj(frame -> {
            int t = frame % segments;
            int first = shift == null ? 0 : source(t, shift.first());
            int second = shift == null ? 0 : source(t, shift.second());
            return made.computeIfAbsent(List.of(first, second), moves -> table(moves.get(0), moves.get(1), lanes));
        }).toArray(int[][]::new);
    }

    /**
     * The steps when the two moving groups are read from the given distances.
     *
     * @param first  frames from here to where the first group lies, or {@link #OUTSIDE}
     * @param second the same of the second group
     */
    public int[] table(int first, int second, int lanes) {
        int[] moves = {first, second, 0};
        return IntStream.range(0, steps.size())
                .filter(i -> moves[steps.get(i).group] != OUTSIDE)
                .flatMap(i -> IntStream.of(steps.get(i).offset + moves[steps.get(i).group] * frameStride,
                        i * NUMBERS * 2 * lanes))
                .toArray();
    }

    /** How many frames away frame t of a clip reads, or {@link #OUTSIDE}. */
    private int source(int t, int offset) {
        int source = t + offset;
        if (source >= 0 && source < segments) {
            return offset;
        }
        return shift.boundary() == Shift.Boundary.CIRCULANT ? Math.floorMod(source, segments) - t : OUTSIDE;
    }

    /**
     * Weights in the order of the steps: {@code [pair of blocks][step][4][2 · lanes]}.
     *
     * @param weight {@code [O, C, k, k]}, with any factor of a batch norm already in it
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
