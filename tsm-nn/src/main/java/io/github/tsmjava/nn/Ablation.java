package io.github.tsmjava.nn;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.function.Function;

/**
 * Computes a network with other shifts than its own, to see what each of them does for the answer. Parameters stay, so
 * the network was never trained for what it computes here.
 */
public final class Ablation {

    private Ablation() {
    }

    /**
     * The scores of each frame, before the mean over a clip.
     *
     * @param x       what {@link Layer#forward} takes
     * @param instead the shift that is carried out in place of a layer's own
     * @return {@code [N·T, K]}, or {@code [N·T/2, K]} behind a temporal pool
     */
    public static Tensor frameScores(Layer network, Tensor x, Function<TemporalShift, Shift> instead) {
        return network.run(network.admitted(x, false), new Changed(new Computation(null, null), instead));
    }

    private record Changed(Flow<Tensor> usual, Function<TemporalShift, Shift> instead) implements Flow<Tensor> {

        @Override
        public Tensor apply(Leaf layer, Tensor x) {
            return usual.apply(layer, x);
        }

        @Override
        public Tensor shift(TemporalShift layer, Tensor x) {
            return instead.apply(layer).apply(x, layer.segments());
        }

        @Override
        public Tensor pool(TemporalPool layer, Tensor x) {
            return usual.pool(layer, x);
        }

        @Override
        public Tensor add(Tensor a, Tensor b) {
            return usual.add(a, b);
        }

        @Override
        public Tensor attend(NonLocal layer, Tensor queries, Tensor keys, Tensor values) {
            return usual.attend(layer, queries, keys, values);
        }

        /** Left out: the scores of each frame are what is asked for. */
        @Override
        public Tensor consensus(Tensor scores, int segments) {
            return scores;
        }
    }
}
