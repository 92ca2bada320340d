package io.github.tsmjava.models.streaming;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * How decisions follow from the scores of single frames, which flicker. A strategy: it holds no state, a stream's is in
 * the {@link Smoother} that {@link #open} makes.
 */
@FunctionalInterface
public interface Smoothing {

    /** Every frame decides alone. */
    Smoothing NONE = (labels, rate) -> MeanOfNewest.over(1);

    /**
     * The rules of the original's online demo, for networks with the 27 classes of Jester in alphabetical order; see
     * {@link DemoRules}.
     */
    Smoothing DEMO = (labels, rate) -> new DemoRules(labels);

    /** Ours: quick to see an action, slow to change its mind; see {@link Hysteresis}. */
    Smoothing USUAL = Hysteresis::open;

    /**
     * Begins a stream.
     *
     * @param labels the names of the classes, or empty
     * @param rate   frames a second that will be decided on
     * @throws IllegalArgumentException if the strategy is not for such classes
     */
    Smoother open(List<String> labels, double rate);

    /**
     * The mean over the newest frames.
     *
     * @param frames how many, at least 1
     */
    static Smoothing mean(int frames) {
        if (frames < 1) {
            throw new IllegalArgumentException("expected a mean over at least 1 frame, got " + frames);
        }
        return (labels, rate) -> MeanOfNewest.over(frames);
    }

    /** How classes of no action are called in public data sets and here, in lower case. */
    List<String> IDLE = List.of("no gesture", "nothing", "idle", "none", "background", "doing other things");

    /** The class of no action at all, if one is called so: by the first of the {@link #IDLE} names that there is. */
    static OptionalInt idle(List<String> labels) {
        return IDLE.stream().flatMapToInt(name -> IntStream.range(0, labels.size())
                .filter(k -> labels.get(k).strip().toLowerCase(Locale.ROOT).equals(name))).findFirst();
    }

    /** The strategies that have a name: {@code usual}, {@code demo}, {@code none}. */
    enum Named {
        USUAL(Smoothing.USUAL), DEMO(Smoothing.DEMO), NONE(Smoothing.NONE);

        private final Smoothing smoothing;

        Named(Smoothing smoothing) {
            this.smoothing = smoothing;
        }

        public Smoothing smoothing() {
            return smoothing;
        }

        /** By its name, in any case. */
        public static Optional<Named> find(String name) {
            return Arrays.stream(values()).filter(named -> named.toString().equals(name.toLowerCase(Locale.ROOT)))
                    .findAny();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What is happening, after one more frame.
     *
     * @param index   the class that was decided on
     * @param scores  K smoothed probabilities, on which the decision rests
     * @param changed whether the decision before was another one; the first decision of a stream counts as no change
     */
    record Decision(int index, float[] scores, boolean changed) {
    }

    /** One stream under a {@link Smoothing}: remembers what the next decision needs. Used by one thread at a time. */
    @FunctionalInterface
    interface Smoother {

        /**
         * Decides after a frame.
         *
         * @param logits the K scores of this frame alone
         */
        Decision next(float[] logits);
    }
}
