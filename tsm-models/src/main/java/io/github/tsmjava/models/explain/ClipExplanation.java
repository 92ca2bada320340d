package io.github.tsmjava.models.explain;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.tensor.ops.Softmax;
import io.github.tsmjava.tensor.ops.layer.Consensus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A network's answer to one clip, frame by frame, and what the answer becomes when parts of the shift are taken out or
 * the frames change places.
 *
 * <p>With frames in another order a network without the shift says the same, since the mean does not know an order.
 */
public final class ClipExplanation {

    private static final long SHUFFLE_SEED = 1;

    /**
     * What the network says under one condition.
     *
     * @param logits        K, the mean over the frames
     * @param probabilities K, of these
     * @param frames        T · K probabilities, of the mean over the frames up to each
     */
    public record Outcome(float[] logits, float[] probabilities, float[][] frames) {

        /** The most probable class. */
        public int best() {
            int best = 0;
            for (int k = 1; k < probabilities.length; k++) {
                best = probabilities[k] > probabilities[best] ? k : best;
            }
            return best;
        }

        /** How far the logit of a class is ahead of the largest other one; below 0 if it is behind. */
        public float lead(int label) {
            float other = Float.NEGATIVE_INFINITY;
            for (int k = 0; k < logits.length; k++) {
                other = k == label ? other : Math.max(other, logits[k]);
            }
            return logits[label] - other;
        }
    }

    private final PretrainedNetwork model;
    private final Tensor clip;

    /**
     * @param clip {@code [1, T·C, H, W]}, preprocessed
     */
    public ClipExplanation(PretrainedNetwork model, Tensor clip) {
        this.model = model;
        this.clip = clip.reshape(model.network().admit(clip.shape(), false));
    }

    /** As the network is. */
    public Outcome asItIs() {
        return outcome(clip, TemporalShift::shift);
    }

    /**
     * Without the channels that come from a time offset, in all shifted layers: +1 the next frame, -1 the one before.
     */
    public Outcome without(int offset) {
        return outcome(clip, layer -> without(layer.shift(), offset));
    }

    /** Without any shift. */
    public Outcome withoutShift() {
        return outcome(clip, layer -> none(layer.shift()));
    }

    /** With the last frame first. */
    public Outcome backwards() {
        return reordered(IntStream.range(0, frames()).map(t -> frames() - 1 - t).toArray());
    }

    /** With the frames in an order drawn once and for all. */
    public Outcome shuffled() {
        List<Integer> order = new ArrayList<>(IntStream.range(0, frames()).boxed().toList());
        Collections.shuffle(order, new Random(SHUFFLE_SEED));
        return reordered(order.stream().mapToInt(i -> i).toArray());
    }

    /** With the frames in another order: 0-based indices of the clip's. */
    public Outcome reordered(int... order) {
        List<Tensor> frames = new ArrayList<>();
        for (int t : order) {
            frames.add(clip.slice(t, t + 1));
        }
        return outcome(Tensor.concat(frames), TemporalShift::shift);
    }

    /** For each shifted layer, by the name of its block: the answer without this layer's shift alone. */
    public Map<String, Outcome> withoutEach() {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        List<String> blocks = model.network().config().shifting().blocks();
        List<TemporalShift> shifts = shifts();
        for (int i = 0; i < shifts.size(); i++) {
            TemporalShift one = shifts.get(i);
            outcomes.put(blocks.get(i), outcome(clip, layer -> layer == one ? none(layer.shift()) : layer.shift()));
        }
        return outcomes;
    }

    /** For one shifted layer: the answer without the channels that come from a time offset there. */
    public Outcome without(String block, int offset) {
        TemporalShift one = shifts().get(model.network().config().shifting().blocks().indexOf(block));
        return outcome(clip, layer -> layer == one ? without(layer.shift(), offset) : layer.shift());
    }

    /** The shifted layers, in the order of the configuration's blocks. */
    public List<TemporalShift> shifts() {
        List<TemporalShift> shifts = new ArrayList<>();
        model.network().layers().forEach(layer -> {
            if (layer instanceof TemporalShift shift) {
                shifts.add(shift);
            }
        });
        return shifts;
    }

    private int frames() {
        return clip.dim(0);
    }

    private static Shift none(Shift shift) {
        return new Shift(shift.div(), 0, 0, shift.boundary());
    }

    private static Shift without(Shift shift, int offset) {
        return new Shift(shift.div(), shift.first() == offset ? 0 : shift.first(),
                shift.second() == offset ? 0 : shift.second(), shift.boundary());
    }

    private Outcome outcome(Tensor frames, Function<TemporalShift, Shift> instead) {
        Tensor scores = model.network().frameScores(frames, instead);
        float[][] upTo = new float[scores.dim(0)][];
        for (int t = 0; t < upTo.length; t++) {
            upTo[t] = Softmax.softmax(Consensus.average(scores.slice(0, t + 1), t + 1)).data();
        }
        return new Outcome(Consensus.average(scores, upTo.length).data(), upTo[upTo.length - 1], upTo);
    }
}
