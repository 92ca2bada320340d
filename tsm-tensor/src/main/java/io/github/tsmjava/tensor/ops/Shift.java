package io.github.tsmjava.tensor.ops;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import java.util.Arrays;

/**
 * The temporal shift: some channels of every frame are replaced by the same channels of a neighbouring frame. No
 * parameters, no arithmetic; it lets the convolutions of a 2-D network combine neighbouring frames.
 *
 * <p>With {@code fold = C / div} (integer division) the channels fall into three groups:
 *
 * <pre>
 *   channels [0, fold)         out[t] = in[t + first]
 *   channels [fold, 2·fold)    out[t] = in[t + second]
 *   channels [2·fold, C)       out[t] = in[t]
 * </pre>
 *
 * An offset of +1 reads the future, -1 the past, 0 leaves the group alone. What lies outside the clip is zero
 * ({@link Boundary#ZERO}) or comes from the clip's other end ({@link Boundary#CIRCULANT}). Shifts never cross from one
 * clip of a batch into the next. {@code div > C} gives {@code fold = 0}: the identity.
 *
 * {@snippet file="io/github/tsmjava/train/SnippetsTest.java" region="shift"}
 *
 * <p>Source: Lin, Gan, Han, "TSM: Temporal Shift Module for Efficient Video Understanding", ICCV 2019, section 3. The
 * groups and directions are those of the released checkpoints (future first), not of the paper's Figure 1.
 *
 * @param div      a channel group is {@code 1/div} of the channels; at least 2
 * @param first    time offset the first group reads from: -1, 0 or 1
 * @param second   time offset the second group reads from: -1, 0 or 1
 * @param boundary what a group reads beyond the clip's ends
 */
public record Shift(int div, int first, int second, Boundary boundary) {

    /** What lies before the first frame and after the last. */
    public enum Boundary {
        /** Zeros. */
        ZERO,
        /** The clip's other end: its ends meet. */
        CIRCULANT
    }

    public Shift {
        require(div >= 2, "shift div must be at least 2, got %d", div);
        require(Math.abs(first) <= 1 && Math.abs(second) <= 1,
                "shift offsets must be -1, 0 or 1, got %d and %d", first, second);
    }

    /** The operator of TSM: the first group reads the future, the second the past. The usual {@code div} is 8. */
    public static Shift bidirectional(int div) {
        return new Shift(div, +1, -1, Boundary.ZERO);
    }

    /** The operator of online TSM: the first group reads the past, all else stays. Causal, so it can be streamed. */
    public static Shift unidirectional(int div) {
        return new Shift(div, -1, 0, Boundary.ZERO);
    }

    /**
     * Quarters instead of eighths, and the opposite order: the first quarter reads the past, the second the future.
     * Known from a widely read note on TSM; not what the released checkpoints use. The note rejects channel counts that
     * four does not divide; here the remainder stays untouched, as everywhere.
     */
    public static Shift quarters(Boundary boundary) {
        return new Shift(4, -1, +1, boundary);
    }

    /** The number of channels in each of the two moving groups. */
    public int fold(int channels) {
        return channels / div;
    }

    /**
     * The adjoint: the shift that carries gradients back, {@code <shift(x), g> = <x, adjoint(g)>}. Each group moves the
     * other way; frames moved beyond a zero boundary get no gradient. It is also the shift with past and future
     * exchanged.
     */
    public Shift adjoint() {
        return new Shift(div, -first, -second, boundary);
    }

    /**
     * Shifts a batch of clips.
     *
     * @param x        {@code [N·T, C, H, W]} or any {@code [N·T, C, …]}
     * @param segments T, the frames of a clip
     * @return a new tensor of the same shape
     * @throws io.github.tsmjava.tensor.ShapeException if the rows are not a multiple of {@code segments}
     */
    public Tensor apply(Tensor x, int segments) {
        Tensor y = Tensor.zeros(x.shape());
        apply(x, segments, y);
        return y;
    }

    /**
     * Shifts a batch of clips into a tensor that exists.
     *
     * @param y of the shape of x, overwritten; not x
     * @throws io.github.tsmjava.tensor.ShapeException if the rows are not a multiple of {@code segments}
     */
    public void apply(Tensor x, int segments, Tensor y) {
        Frames f = new Frames(x, segments);
        require(x.sameShape(y), "input %s and output %s differ", x, y);
        int fold = fold(f.channels);
        WorkerPool.current().forEach(f.rows, row -> {
            int t = row % segments;
            int clip = row - t;
            f.copyOrClear(x, clip, source(t, first, segments), 0, fold, y, row);
            f.copyOrClear(x, clip, source(t, second, segments), fold, 2 * fold, y, row);
            f.copy(x, clip, t, 2 * fold, f.channels, y, row);
        });
    }

    /**
     * Shifts a batch of clips within its own memory: only the moving groups are copied, with one frame's group saved
     * where the ends of a clip meet.
     *
     * <p>Never use it on a tensor that something else still reads. In a residual block the identity branch adds the
     * block's <em>unshifted</em> input, so shifting that input in place silently turns {@code blockres} into
     * {@code block}; the original's in-place variant made this mistake and was withdrawn.
     *
     * @param x        {@code [N·T, C, …]}, overwritten
     * @param segments T, the frames of a clip
     * @throws io.github.tsmjava.tensor.ShapeException if the rows are not a multiple of {@code segments}
     */
    public void applyInPlace(Tensor x, int segments) {
        Frames f = new Frames(x, segments);
        int fold = fold(f.channels);
        WorkerPool.current().forEach(2 * (f.rows / segments), task -> {
            int clip = task / 2 * segments;
            if (task % 2 == 0) {
                moveInPlace(x, f, clip, segments, first, 0, fold);
            } else {
                moveInPlace(x, f, clip, segments, second, fold, 2 * fold);
            }
        });
    }

    /** Copies frames in such an order that each is read before it is overwritten. */
    private void moveInPlace(Tensor x, Frames f, int clip, int segments, int offset, int from, int to) {
        if (offset == 0 || from == to) {
            return;
        }
        int start = offset > 0 ? 0 : segments - 1;
        int end = offset > 0 ? segments - 1 : 0;
        boolean ring = boundary == Boundary.CIRCULANT;
        int edgeAt = ((clip + start) * f.channels + from) * f.plane;
        float[] edge = ring ? Arrays.copyOfRange(x.data(), edgeAt, edgeAt + (to - from) * f.plane) : null;
        for (int t = start; t != end; t += offset) {
            f.copy(x, clip, t + offset, from, to, x, clip + t);
        }
        if (ring) {
            System.arraycopy(edge, 0, x.data(), ((clip + end) * f.channels + from) * f.plane, edge.length);
        } else {
            f.copyOrClear(x, clip, -1, from, to, x, clip + end);
        }
    }

    /**
     * One frame of a stream: the first group comes from the previous frame's {@link #memory}, as
     * {@link #unidirectional} would do over the whole sequence.
     *
     * @param frame  {@code [N, C, …]}, one frame of each of N streams
     * @param memory {@code [N, fold, …]}, the first group of the previous frame; zeros for the first frame
     * @return a new tensor of the frame's shape
     * @throws IllegalStateException if this shift is not causal with only the first group moving
     */
    public Tensor step(Tensor frame, Tensor memory) {
        requireCausal();
        Frames f = new Frames(frame, 1);
        int fold = fold(f.channels);
        require(memory.size() == f.rows * fold * f.plane,
                "memory %s does not hold the first %d channels of frame %s", memory, fold, frame);
        Tensor y = Tensor.zeros(frame.shape());
        for (int n = 0; n < f.rows; n++) {
            System.arraycopy(memory.data(), n * fold * f.plane, y.data(), n * f.channels * f.plane, fold * f.plane);
            f.copy(frame, n, 0, fold, f.channels, y, n);
        }
        return y;
    }

    /**
     * What a stream must remember of this frame for the next one.
     *
     * @param frame {@code [N, C, …]}
     * @return the first group, {@code [N, fold, …]}
     */
    public Tensor memory(Tensor frame) {
        requireCausal();
        Frames f = new Frames(frame, 1);
        int fold = fold(f.channels);
        int[] shape = frame.shape();
        shape[1] = fold;
        Tensor memory = Tensor.zeros(shape);
        for (int n = 0; n < f.rows; n++) {
            System.arraycopy(frame.data(), n * f.channels * f.plane, memory.data(), n * fold * f.plane, fold * f.plane);
        }
        return memory;
    }

    /** Whether only the first group moves, and only from the past: such a shift can be streamed. */
    public boolean isCausal() {
        return first == -1 && second == 0 && boundary == Boundary.ZERO;
    }

    private void requireCausal() {
        if (!isCausal()) {
            throw new IllegalStateException(this + " is not the uni-directional shift and cannot be streamed");
        }
    }

    /** The frame that frame t reads at the given offset, or -1 for zeros. */
    private int source(int t, int offset, int segments) {
        int source = t + offset;
        if (boundary == Boundary.CIRCULANT) {
            return Math.floorMod(source, segments);
        }
        return source < segments ? source : -1;
    }

    /** The layout of {@code [rows, channels, plane]}, checked once. */
    private static final class Frames {
        final int rows;
        final int channels;
        final int plane;

        Frames(Tensor x, int segments) {
            require(x.rank() >= 2, "expected [N·T, C, …] of at least 2 axes, got %d: %s", x.rank(), x);
            require(segments >= 1, "segments must be at least 1, got %d", segments);
            rows = x.dim(0);
            channels = x.dim(1);
            require(rows % segments == 0,
                    "%d frames are not a multiple of %d segments (input %s)", rows, segments, x);
            plane = rows * channels == 0 ? 0 : x.size() / (rows * channels);
        }

        /** As {@link #copy}, but source -1 gives zeros. */
        void copyOrClear(Tensor x, int clip, int source, int from, int to, Tensor y, int row) {
            if (source < 0) {
                int start = (row * channels + from) * plane;
                Arrays.fill(y.data(), start, start + (to - from) * plane, 0f);
            }
            copy(x, clip, source, from, to, y, row);
        }

        /**
         * Copies channels [from, to) of frame {@code clip + source} to row {@code row}; leaves it alone for source -1.
         */
        void copy(Tensor x, int clip, int source, int from, int to, Tensor y, int row) {
            if (source >= 0) {
                System.arraycopy(x.data(), ((clip + source) * channels + from) * plane,
                        y.data(), (row * channels + from) * plane, (to - from) * plane);
            }
        }
    }
}
