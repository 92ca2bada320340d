// Chapter 4, exercise 1: the adjoint is no inverse. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/4-adjoint/Exercise1.java

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;

void main() {
    Tensor x = Tensor.of(new float[] {
        10, 11, 12, 13,
        20, 21, 22, 23,
        30, 31, 32, 33,
        40, 41, 42, 43}, 4, 4);
    // There and back: what fell over the edge of the clip does not return.
    Shift zero = Shift.bidirectional(4);
    show("zeros at the edges", zero.adjoint().apply(zero.apply(x, 4), 4));
    // In a ring nothing falls, so there the adjoint is the inverse, too.
    Shift ring = new Shift(4, +1, -1, Shift.Boundary.CIRCULANT);
    show("ends that meet", ring.adjoint().apply(ring.apply(x, 4), 4));
    // The adjoint is also the shift with past and future exchanged. Twice adjoint is the shift itself.
    IO.println("the adjoint of the adjoint is the shift: " + zero.adjoint().adjoint().equals(zero));
}

void show(String name, Tensor x) {
    IO.println(name);
    for (int t = 0; t < 4; t++) {
        IO.println("  " + Arrays.toString(x.slice(t, t + 1).data()));
    }
}
