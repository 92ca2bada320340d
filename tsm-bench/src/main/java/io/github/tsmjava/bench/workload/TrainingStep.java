package io.github.tsmjava.bench.workload;

import io.github.tsmjava.bench.measure.Contender;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.optimizer.ParameterGroup;
import io.github.tsmjava.nn.optimizer.Sgd;
import io.github.tsmjava.nn.training.Gradients;
import io.github.tsmjava.nn.training.Tape.BatchNormMode;
import io.github.tsmjava.nn.training.Tape;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.ops.training.CrossEntropy;
import java.util.stream.IntStream;

/** Our side of the comparison of training: each call is one more step on the same clips, and gives its loss. */
public final class TrainingStep implements Contender {

    private static final double LEARNING_RATE = 1e-3;
    private static final double MOMENTUM = 0.9;
    private static final double WEIGHT_DECAY = 5e-4;
    private static final double MAX_NORM = 20;

    private final Tape tape;
    private final Sgd sgd;
    private final Tensor clips;
    private final int[] labels;
    private final WorkerPool pool;
    private float loss;

    public TrainingStep(TrainingWorkload workload, TsmNetwork network, int threads) {
        tape = new Tape(network, BatchNormMode.TRAINED, 0, 0);
        sgd = new Sgd(ParameterGroup.one(network), MOMENTUM, false);
        clips = workload.input();
        labels = IntStream.range(0, workload.clips()).toArray();
        pool = new WorkerPool(threads);
    }

    @Override
    public float[] run() {
        pool.run(this::step);
        return new float[] {loss};
    }

    private void step() {
        CrossEntropy entropy = CrossEntropy.of(tape.forward(clips), labels);
        Gradients gradients = tape.backward(entropy.gradient());
        gradients.clip(MAX_NORM);
        sgd.step(gradients, LEARNING_RATE, WEIGHT_DECAY);
        loss = (float) entropy.loss();
    }

    @Override
    public void close() {
        pool.close();
    }
}
