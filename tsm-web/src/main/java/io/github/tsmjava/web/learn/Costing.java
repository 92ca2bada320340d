package io.github.tsmjava.web.learn;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.nn.plan.InferencePlan.StepSummary;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.web.learn.LearnData.Costs;
import io.github.tsmjava.web.learn.LearnData.Step;
import io.github.tsmjava.web.learn.LearnData.Times;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The shift of all shifted layers done in three ways: copied, in place, and as part of the convolutions. */
final class Costing {

    private static final int ROUNDS = 200;
    private static final double NANOS_PER_MICRO = 1e3;

    private final PretrainedNetwork model;
    private final Tensor clip;
    private final List<TemporalShift> layers;
    private final List<Tensor> inputs = new ArrayList<>();
    private final Tensor logits;

    /** @param clip {@code [T, C, H, W]} */
    Costing(PretrainedNetwork model, Tensor clip, List<TemporalShift> layers) {
        this.model = model;
        this.clip = clip.reshape(1, clip.dim(0) * clip.dim(1), clip.dim(2), clip.dim(3));
        this.layers = layers;
        logits = model.network().forward(clip, (layer, x, y) -> {
            if (layer instanceof TemporalShift) {
                inputs.add(x.copy());
            }
        });
    }

    Costs costs() {
        long maps = 0;
        long moved = 0;
        boolean same = true;
        for (int i = 0; i < inputs.size(); i++) {
            TemporalShift layer = layers.get(i);
            Tensor x = inputs.get(i);
            maps += (long) x.size() * Float.BYTES;
            moved += movedBytes(layer, x);
            Tensor inPlace = x.copy();
            layer.shift().applyInPlace(inPlace, layer.segments());
            same &= Arrays.equals(inPlace.data(), layer.shift().apply(x, layer.segments()).data());
        }
        InferencePlan plan = InferencePlan.compile(model.network(), clip.shape());
        float[] fused = plan.run(clip).data();
        float difference = 0;
        for (int k = 0; k < fused.length; k++) {
            difference = Math.max(difference, Math.abs(fused[k] - logits.data()[k]));
        }
        return new Costs(maps, moved, same, difference, plan.steps().stream().map(this::step).toList());
    }

    private static long movedBytes(TemporalShift layer, Tensor x) {
        int groups = (layer.shift().first() == 0 ? 0 : 1) + (layer.shift().second() == 0 ? 0 : 1);
        return (long) groups * layer.shift().fold(x.dim(1)) * (x.size() / x.dim(1)) * Float.BYTES;
    }

    private Step step(StepSummary step) {
        boolean shifted = layers.stream().anyMatch(layer -> List.of(step.name().split(", ")).contains(layer.net().name()));
        return new Step(step.name().replace(TsmNetwork.BACKBONE + ".", ""), step.algorithm(), step.shape(),
                step.multiplyAdds(), shifted);
    }

    /** Measures here and now; the network without the shift has the same parameters. */
    Times times(String machine) {
        TsmNetwork unshifted = model.withShifting(Shifting.NONE).network();
        InferencePlan plan = InferencePlan.compile(model.network(), clip.shape());
        InferencePlan planUnshifted = InferencePlan.compile(unshifted, clip.shape());
        List<Tensor> outputs = inputs.stream().map(Tensor::copy).toList();
        List<Runnable> works = List.of(() -> {
            for (int i = 0; i < inputs.size(); i++) {
                layers.get(i).shift().apply(inputs.get(i), layers.get(i).segments(), outputs.get(i));
            }
        }, () -> {
            for (int i = 0; i < inputs.size(); i++) {
                layers.get(i).shift().applyInPlace(outputs.get(i), layers.get(i).segments());
            }
        }, () -> plan.run(clip), () -> planUnshifted.run(clip));
        double[][] micros = new double[works.size()][ROUNDS];
        // The first half is for the compiler. In turns, so that a busy moment hits all alike.
        for (int round = -ROUNDS; round < ROUNDS; round++) {
            for (int work = 0; work < works.size(); work++) {
                long start = System.nanoTime();
                works.get(work).run();
                micros[work][Math.max(0, round)] = (System.nanoTime() - start) / NANOS_PER_MICRO;
            }
        }
        return new Times(machine, ROUNDS, median(micros[0]), median(micros[1]), median(micros[2]), median(micros[3]));
    }

    private static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return Math.round(sorted[sorted.length / 2] * 10) / 10.0;
    }
}
