// Chapter 3, exercise 3: how far does one frame reach through several shifts? From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/3-shift/Exercise3.java

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;

final int T = 11;

void main() {
    // Eleven frames of four channels. Only frame 5 is not black.
    Tensor x = Tensor.zeros(T, 4);
    for (int c = 0; c < 4; c++) {
        x.set(1, 5, c);
    }
    for (int shifts = 0; shifts <= 4; shifts++) {
        StringBuilder line = new StringBuilder(shifts + " shifts: ");
        for (int t = 0; t < T; t++) {
            line.append(x.get(t, 0) > 0 ? '#' : '.');
        }
        IO.println(line);
        x = mixed(Shift.bidirectional(4).apply(x, T));
    }
}

/** What a convolution may do after a shift: every channel of a frame becomes the sum of all of them. */
Tensor mixed(Tensor x) {
    Tensor y = Tensor.zeros(x.shape());
    for (int t = 0; t < T; t++) {
        for (int c = 0; c < 4; c++) {
            y.set(x.get(t, 0) + x.get(t, 1) + x.get(t, 2) + x.get(t, 3), t, c);
        }
    }
    return y;
}
