// Chapter 4, exercise 3: descend along the gradient. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/4-adjoint/Exercise3.java

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;

void main() {
    // Find the x whose shift is this target, and know nothing of the shift but how to run it there and back.
    Shift shift = Shift.bidirectional(4);
    Tensor target = Tensor.of(new float[] {
        20, 0, 12, 13,
        30, 11, 22, 23,
        40, 21, 32, 33,
        0, 31, 42, 43}, 4, 4);
    Tensor x = Tensor.zeros(4, 4);
    for (int step = 0; step < 20; step++) {
        Tensor y = shift.apply(x, 4);
        Tensor gradient = Tensor.zeros(4, 4); // of half the squared distance by y
        double loss = 0;
        for (int i = 0; i < y.size(); i++) {
            gradient.data()[i] = y.data()[i] - target.data()[i];
            loss += gradient.data()[i] * gradient.data()[i] / 2;
        }
        if (step % 4 == 0) {
            IO.println(String.format(Locale.ROOT, "step %2d: loss %.3f", step, loss));
        }
        Tensor down = shift.adjoint().apply(gradient, 4);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] -= 0.5f * down.data()[i];
        }
    }
    for (int t = 0; t < 4; t++) {
        IO.println(String.format(Locale.ROOT, "  %5.2f %5.2f %5.2f %5.2f", x.get(t, 0), x.get(t, 1), x.get(t, 2), x.get(t, 3)));
    }
    IO.println("10 and 41 are not found: they fell over the edges, so they get no gradient and stay at zero.");
}
