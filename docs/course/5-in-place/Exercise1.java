// Chapter 5, exercise 1: a test that cannot fail. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/5-in-place/Exercise1.java

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;

void main() {
    // A shift in place that does nothing at all, tested against the real one.
    for (int channels : new int[] {3, 7, 8, 64}) {
        Tensor x = Tensor.zeros(8, channels);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = i + 1;
        }
        Tensor broken = x.copy();
        shiftNothing(broken);
        boolean passes = Arrays.equals(Shift.bidirectional(8).apply(x, 8).data(), broken.data());
        IO.println(channels + " channels, " + Shift.bidirectional(8).fold(channels) + " move each way: the test "
                + (passes ? "passes" : "fails, as it should"));
    }
}

void shiftNothing(Tensor x) {
    // Left out.
}
