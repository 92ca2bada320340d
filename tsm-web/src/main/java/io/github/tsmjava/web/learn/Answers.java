package io.github.tsmjava.web.learn;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.Leaf;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.TemporalPool;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Add;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.tensor.ops.Softmax;
import io.github.tsmjava.tensor.ops.layer.Consensus;
import io.github.tsmjava.web.learn.LearnData.Answer;
import io.github.tsmjava.web.learn.LearnData.Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What the network says of a clip under several conditions, with the scores of each frame. */
final class Answers {

    private static final long SHUFFLE_SEED = 1;

    private final TsmNetwork network;
    private final Tensor clip;

    /** @param clip {@code [T, C, H, W]} */
    Answers(PretrainedNetwork model, Tensor clip) {
        this.network = model.network();
        this.clip = clip;
    }

    /** The frames as they are, backwards, and in an order drawn once and for all. */
    List<Order> orders() {
        int frames = clip.dim(0);
        List<Integer> shuffled = new ArrayList<>(IntStream.range(0, frames).boxed().toList());
        Collections.shuffle(shuffled, new Random(SHUFFLE_SEED));
        return List.of(order("forwards", forwards()), order("backwards", backwards()),
                order("shuffled", shuffled.stream().mapToInt(i -> i).toArray()));
    }

    /** The network's answers to the frames as they are, and backwards. */
    List<Answer> turned() {
        return List.of(answer(ordered(forwards()), TemporalShift::shift), answer(ordered(backwards()), TemporalShift::shift));
    }

    private int[] forwards() {
        return IntStream.range(0, clip.dim(0)).toArray();
    }

    private int[] backwards() {
        return Arrays.stream(forwards()).map(t -> clip.dim(0) - 1 - t).toArray();
    }

    private Tensor ordered(int... order) {
        return Tensor.concat(Arrays.stream(order).mapToObj(t -> clip.slice(t, t + 1)).toList());
    }

    private Order order(String name, int... order) {
        Tensor frames = ordered(order);
        return new Order(name, order, answer(frames, TemporalShift::shift),
                answer(frames, layer -> new Shift(layer.shift().div(), 0, 0, layer.shift().boundary())));
    }

    private Answer answer(Tensor frames, Function<TemporalShift, Shift> instead) {
        return answer(network.frameScores(frames, instead));
    }

    /** If every shift overwrites its input, as the original's in-place variant did: the residual then reads shifted maps. */
    Answer overwritten() {
        return answer(network.run(clip.copy(), new Overwriting()));
    }

    /** @param scores {@code [T, K]} */
    static Answer answer(Tensor scores) {
        int frames = scores.dim(0);
        float[][] rows = new float[frames][];
        for (int t = 0; t < frames; t++) {
            rows[t] = Arrays.copyOfRange(scores.data(), t * scores.dim(1), (t + 1) * scores.dim(1));
        }
        Tensor mean = Consensus.average(scores, frames);
        return new Answer(rows, mean.data(), Softmax.softmax(mean).data());
    }

    /** Computes layer by layer; what a shift is given is not what it was afterwards. */
    private record Overwriting() implements Flow<Tensor> {

        @Override
        public Tensor apply(Leaf layer, Tensor x) {
            return layer.forward(x);
        }

        @Override
        public Tensor shift(TemporalShift layer, Tensor x) {
            layer.shift().applyInPlace(x, layer.segments());
            return x;
        }

        @Override
        public Tensor add(Tensor a, Tensor b) {
            return Add.add(a, b);
        }

        @Override
        public Tensor pool(TemporalPool layer, Tensor x) {
            return layer.forward(x);
        }

        @Override
        public Tensor attend(NonLocal layer, Tensor queries, Tensor keys, Tensor values) {
            throw new IllegalArgumentException(layer.name() + ": the page explains networks without non-local blocks");
        }

        /** Left out: the scores of each frame are asked for. */
        @Override
        public Tensor consensus(Tensor scores, int segments) {
            return scores;
        }
    }
}
