// Chapter 4: training through the shift. From the project's folder, after ./tsm --version has built it:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/4-adjoint/Adjoint.java

import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.nn.training.Tape.BatchNormMode;
import io.github.tsmjava.nn.training.Gradients;
import io.github.tsmjava.nn.training.Tape;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Shift;

final int T = 4;

void main() {
    // A gradient by hand. Say the loss is g[t][c] times y[t][c], summed up, where y is the shifted x. How much does the
    // loss change with x[1][0], channel 0 of frame 1? The shift moves that number to y[0][0], so the answer is g[0][0].
    // The gradient goes the way back: what came from the future returns to the future.
    Shift shift = Shift.bidirectional(4);
    Tensor g = Tensor.zeros(T, 4);
    for (int t = 0; t < T; t++) {
        for (int c = 0; c < 4; c++) {
            g.set(100 * (t + 1) + c, t, c);
        }
    }
    Tensor back = shift.adjoint().apply(g, T);
    show("gradient of the output", g);
    show("gradient of the input", back);

    // x[0][0] is zero there: the shift pushes that number out of the clip, so nothing depends on it.
    // The operator that goes the way back is called the adjoint. Its defining property: both products are the same.
    Tensor x = integers(1, T, 4);
    Tensor other = integers(2, T, 4);
    IO.println("<shift(x), g> = " + dot(shift.apply(x, T), other) + ", <x, adjoint(g)> = "
            + dot(x, shift.adjoint().apply(other, T)));

    // Now a network: a convolution, the shift, another convolution. A gradient of the first convolution's weight must
    // go through the shift. The tape runs the network, remembers what happened, and goes back. All parameters are small
    // whole numbers, so that nothing is rounded.
    Layer network = new Sequential(Scope.root((name, role, shape) -> integers(name.hashCode(), shape)), List.of(
            s -> new Conv2d(s, 2, 4, 1, ConvSpec.of(1, 0)),
            s -> new TemporalShift(s, shift, T, inner -> new Conv2d(inner, 4, 3, 1, ConvSpec.of(1, 0)))));
    Tensor weight = network.parameters().getFirst().tensor();
    Tensor clip = integers(3, T, 2, 3, 3);
    Tensor target = integers(4, T, 3, 3, 3);
    Tape tape = new Tape(network, BatchNormMode.TRAINED, 0, 0);
    tape.forward(clip);
    // The loss is the product of the output with the target, so its gradient by the output is the target.
    Gradients gradients = tape.backward(target);
    Tensor byTape = gradients.find(network.parameters().getFirst().name());

    // The slow way that cannot be wrong: change each weight a little and see how the loss changes.
    IO.println();
    IO.println("weight      by the tape   by finite differences");
    boolean same = true;
    for (int i = 0; i < weight.size(); i++) {
        float before = weight.data()[i];
        weight.data()[i] = before + 0.5f;
        double more = dot(network.forward(clip), target);
        weight.data()[i] = before - 0.5f;
        double less = dot(network.forward(clip), target);
        weight.data()[i] = before;
        double difference = more - less;
        same &= difference == byTape.data()[i];
        IO.println(String.format(Locale.ROOT, "out %d in %d  %11.0f   %11.0f", i / 2, i % 2, byTape.data()[i], difference));
    }
    IO.println("the same: " + same);
}

double dot(Tensor a, Tensor b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
        sum += (double) a.data()[i] * b.data()[i];
    }
    return sum;
}

Tensor integers(long seed, int... shape) {
    Tensor x = Tensor.zeros(shape);
    Random random = new Random(seed);
    for (int i = 0; i < x.size(); i++) {
        x.data()[i] = random.nextInt(-9, 10);
    }
    return x;
}

void show(String name, Tensor x) {
    IO.println(name);
    for (int t = 0; t < T; t++) {
        IO.println(String.format(Locale.ROOT, "  frame %d: %3.0f %3.0f %3.0f %3.0f", t,
                x.get(t, 0), x.get(t, 1), x.get(t, 2), x.get(t, 3)));
    }
}
