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
import java.util.List;
import java.util.stream.IntStream;

/** Our side of the comparison of training: each call is one more step on the same clips, and gives its loss. */
public final class TrainingStep implements Contender {

    private static final double LEARNING_RATE = 1e-3;
    private static final double MOMENTUM = 0.9;
    private static final double WEIGHT_DECAY = 5e-4;
    private static final double MAX_NORM = 20;
    /** The forward pass, and as many multiply-adds for either gradient. */
    private static final int PASSES = 3;

    /** What is measured where nobody names a network. */
    public static final List<Workload> USUAL =
            List.of(Workload.named("tsm-mobilenetv2:8x128x16"), Workload.named("tsm-resnet50:8x224x2"));

    private final Tape tape;
    private final Sgd sgd;
    private final Tensor clips;
    private final int[] labels;
    private final WorkerPool pool;
    private float loss;

    public TrainingStep(Workload workload, TsmNetwork network, int threads) {
        tape = new Tape(network, BatchNormMode.TRAINED, 0, 0);
        sgd = new Sgd(ParameterGroup.one(network), MOMENTUM, false);
        clips = input(workload);
        labels = IntStream.range(0, workload.clips()).toArray();
        pool = new WorkerPool(threads);
    }

    /** {@code [N, T, C, H, W]}; the same numbers every time. */
    static Tensor input(Workload workload) {
        return Workload.input(
                workload.clips(), workload.frames(), workload.config().channels(), workload.size(), workload.size());
    }

    /** Floating-point operations of a step but for those between convolutions, a multiply-add being two. */
    public static double operations(Workload workload, TsmNetwork network) {
        return PASSES * workload.operations(network);
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
