// Chapter 10: learn. From the project's folder, after ./tsm --version has built it:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/10-learning/Learning.java

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

final int T = 8;     // frames of a clip
final int SIDE = 16; // pixels
final int BATCH = 16;
final int STEPS = 60;
final Random random = new Random(1);

/** A network as small as can be: two convolutions, the second one shifted or not, and a score for each frame. */
class Tiny extends Layer {

    private final Layer frames;

    Tiny(Scope scope, Function<Scope, Layer> second) {
        super(scope);
        frames = child(new Sequential(scope, List.of(
                s -> new Conv2d(s, 1, 16, 3, ConvSpec.of(2, 1)), s -> new BatchNorm(s, 16), ActivationLayer::relu,
                second, s -> new BatchNorm(s, 16), ActivationLayer::relu,
                GlobalAvgPool::new, s -> new Linear(s, 16, 2))));
    }

    /** The answer to a clip is the mean over its frames. */
    @Override
    protected <V> V flow(V x, Flow<V> flow) {
        return flow.consensus(frames.run(x, flow), T);
    }
}

void main() {
    Function<Scope, Layer> plain = s -> new Conv2d(s, 16, 16, 3, ConvSpec.of(2, 1));
    Function<Scope, Layer> shifted = s -> new TemporalShift(s, Shift.bidirectional(8), T, plain);
    report("with the shift", new Tiny(Scope.root(ParameterSource.random(1)), shifted));
    report("without", new Tiny(Scope.root(ParameterSource.random(1)), plain));
}

void report(String name, Layer network) {
    train(network);
    // New clips, each of them forwards and backwards: a network that cannot tell the two gets exactly one of them right.
    int right = 0;
    for (int i = 0; i < 100; i++) {
        Tensor clip = Tensor.zeros(2 * T, 1, SIDE, SIDE);
        draw(clip, 0, false);
        for (int t = 0; t < T; t++) {
            System.arraycopy(clip.data(), t * SIDE * SIDE, clip.data(), (2 * T - 1 - t) * SIDE * SIDE, SIDE * SIDE);
        }
        Tensor scores = network.forward(clip);
        right += scores.get(0, 0) > scores.get(0, 1) ? 1 : 0;
        right += scores.get(1, 0) < scores.get(1, 1) ? 1 : 0;
    }
    // Rounding differs between machines, and so do the last clips that a network gets right. The verdict does not.
    IO.println(name + ": " + (right > 180 ? "more than 9 of 10 clips right"
            : right < 120 ? "no better than a coin" : "better than a coin"));
}

void train(Layer network) {
    Tape tape = new Tape(network, BatchNormMode.TRAINED, 0, 1);
    Map<String, float[]> velocities = new HashMap<>();
    for (int step = 0; step < STEPS; step++) {
        // Half of the clips move to the right (class 0), half to the left (class 1).
        Tensor clips = Tensor.zeros(BATCH * T, 1, SIDE, SIDE);
        for (int n = 0; n < BATCH; n++) {
            draw(clips, n, n % 2 == 1);
        }
        // The cross entropy's gradient by the scores is what the network believes minus what is true.
        Tensor gradient = Softmax.softmax(tape.forward(clips));
        for (int n = 0; n < BATCH; n++) {
            gradient.set(gradient.get(n, n % 2) - 1, n, n % 2);
            gradient.set(gradient.get(n, 0) / BATCH, n, 0);
            gradient.set(gradient.get(n, 1) / BATCH, n, 1);
        }
        descend(network, tape.backward(gradient), velocities);
    }
}

/** Gradient descent with momentum: parameters roll downhill. */
void descend(Layer network, Gradients gradients, Map<String, float[]> velocities) {
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

/** A bright square that moves through clip n, a pixel with each frame, to the right or to the left. */
void draw(Tensor clips, int n, boolean left) {
    int x = random.nextInt(SIDE - 4 - T);
    int y = random.nextInt(SIDE - 4);
    for (int t = 0; t < T; t++) {
        for (int i = 0; i < 16; i++) {
            clips.set(1, n * T + t, 0, y + i / 4, x + (left ? T - 1 - t : t) + i % 4);
        }
    }
}
