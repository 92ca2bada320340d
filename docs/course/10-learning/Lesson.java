import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.GlobalAvgPool;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Linear;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.nn.training.Tape.BatchNormMode;
import io.github.tsmjava.nn.training.Gradients;
import io.github.tsmjava.nn.training.Tape;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.tensor.ops.Softmax;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What the exercises share: the network and the training of Learning.java, for any clips of two classes. */
final class Lesson {

    static final int T = 8;
    static final int SIDE = 16;
    private static final int BATCH = 16;
    private static final int STEPS = 80;

    private Lesson() {
    }

    /** Draws a clip of a class, 0 or 1: {@code [T, 1, SIDE, SIDE]}. */
    @FunctionalInterface
    interface Clips {
        Tensor draw(int label);
    }

    /** Trains a network that shifts in this way, or not at all for null, and says how well it does on new clips. */
    static String learn(Shift shiftOrNone, Clips clips) {
        Layer network = new Tiny(Scope.root(ParameterSource.random(1)), shiftOrNone);
        Tape tape = new Tape(network, BatchNormMode.TRAINED, 0, 1);
        Map<String, float[]> velocities = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            Tensor gradient = Softmax.softmax(tape.forward(batch(clips)));
            for (int n = 0; n < BATCH; n++) {
                gradient.set(gradient.get(n, n % 2) - 1, n, n % 2);
                gradient.set(gradient.get(n, 0) / BATCH, n, 0);
                gradient.set(gradient.get(n, 1) / BATCH, n, 1);
            }
            descend(network, tape.backward(gradient), velocities);
        }
        int right = 0;
        for (int i = 0; i < 10; i++) {
            Tensor scores = network.forward(batch(clips));
            for (int n = 0; n < BATCH; n++) {
                right += scores.get(n, n % 2) > scores.get(n, 1 - n % 2) ? 1 : 0;
            }
        }
        double share = right / (10.0 * BATCH);
        return share > 0.9 ? "more than 9 of 10 clips right" : share < 0.65 ? "no better than a coin" : "better than a coin";
    }

    private static Tensor batch(Clips clips) {
        Tensor batch = Tensor.zeros(BATCH * T, 1, SIDE, SIDE);
        for (int n = 0; n < BATCH; n++) {
            System.arraycopy(clips.draw(n % 2).data(), 0, batch.data(), n * T * SIDE * SIDE, T * SIDE * SIDE);
        }
        return batch;
    }

    private static void descend(Layer network, Gradients gradients, Map<String, float[]> velocities) {
        for (Parameter parameter : network.parameters()) {
            Tensor gradient = gradients.find(parameter.name());
            if (gradient != null) {
                float[] weight = parameter.tensor().data();
                float[] velocity = velocities.computeIfAbsent(parameter.name(), _ -> new float[weight.length]);
                for (int i = 0; i < weight.length; i++) {
                    velocity[i] = 0.9f * velocity[i] + gradient.data()[i];
                    weight[i] -= 0.1f * velocity[i];
                }
            }
        }
    }

    private static final class Tiny extends Layer {

        private final Layer frames;

        Tiny(Scope scope, Shift shiftOrNone) {
            super(scope);
            Function<Scope, Layer> plain = s -> new Conv2d(s, 16, 16, 3, ConvSpec.of(2, 1));
            frames = child(new Sequential(scope, List.of(
                    s -> new Conv2d(s, 1, 16, 3, ConvSpec.of(2, 1)), s -> new BatchNorm(s, 16), ActivationLayer::relu,
                    s -> shiftOrNone == null ? plain.apply(s) : new TemporalShift(s, shiftOrNone, T, plain),
                    s -> new BatchNorm(s, 16), ActivationLayer::relu,
                    GlobalAvgPool::new, s -> new Linear(s, 16, 2))));
        }

        @Override
        protected <V> V flow(V x, Flow<V> flow) {
            return flow.consensus(frames.run(x, flow), T);
        }
    }
}
