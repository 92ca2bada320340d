// Chapter 3: the shift, by hand and by the engine. From the project's folder, after ./tsm --version has built it:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/3-shift/ByHand.java

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;

final int T = 4; // frames
final int C = 8; // channels

void main() {
    // Four frames of eight channels; each channel is one number, as if pictures had one pixel. The number tells where it
    // comes from: 23 is channel 3 of the second frame.
    Tensor x = Tensor.zeros(T, C);
    for (int t = 0; t < T; t++) {
        for (int c = 0; c < C; c++) {
            x.set(10 * (t + 1) + c, t, c);
        }
    }
    show("the input", x);

    // The shift by hand. An eighth of the channels, here the first one, comes from the next frame; another eighth from
    // the frame before; all others stay. What would come from outside the clip is zero.
    Tensor byHand = Tensor.zeros(T, C);
    for (int t = 0; t < T; t++) {
        for (int c = 0; c < C; c++) {
            int from = c < C / 8 ? t + 1 : c < 2 * (C / 8) ? t - 1 : t;
            byHand.set(from < 0 || from >= T ? 0 : x.get(from, c), t, c);
        }
    }
    show("shifted by hand", byHand);

    // The engine's shift is the same. It wants to know T, since a tensor may hold the frames of several clips.
    Tensor shifted = Shift.bidirectional(8).apply(x, T);
    IO.println("the engine gives the same: " + Arrays.equals(byHand.data(), shifted.data()));
    IO.println();

    // In a stream the future is not there yet. The online shift takes one eighth from the past and nothing else.
    show("online", Shift.unidirectional(8).apply(x, T));

    // The ends of the clip may meet. Then nothing is lost, but the last frame talks to the first.
    show("circulant", new Shift(8, +1, -1, Shift.Boundary.CIRCULANT).apply(x, T));

    // Two clips in one tensor do not mix: two frames each, and zeros at the ends of both.
    show("as two clips of two frames", Shift.bidirectional(8).apply(x, 2));

    // Now frame 1 holds numbers of frames 0, 1 and 2. A convolution over the channels, which knows nothing of time,
    // adds up all channels of a pixel. So it adds up three frames.
    float sum = 0;
    for (int c = 0; c < C; c++) {
        sum += shifted.get(1, c);
    }
    IO.println("all channels of frame 1 together: " + sum + " = 30 + 11 + 22 + 23 + 24 + 25 + 26 + 27");
}

void show(String name, Tensor x) {
    IO.println(name);
    for (int t = 0; t < T; t++) {
        StringBuilder line = new StringBuilder("  frame " + t + ":");
        for (int c = 0; c < C; c++) {
            line.append(String.format(Locale.ROOT, " %2.0f", x.get(t, c)));
        }
        IO.println(line);
    }
    IO.println();
}
