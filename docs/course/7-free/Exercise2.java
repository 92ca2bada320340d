// Chapter 7, exercise 2: the shift as a table of places. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/7-free/Exercise2.java

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;

void main() {
    // Let each number of a clip be its own place in memory, counted from 1, and shift them: what comes out is where each
    // number is read from. 0 is the place of the zeros.
    int frames = 4;
    int channels = 8;
    Tensor places = Tensor.zeros(frames, channels);
    for (int i = 0; i < places.size(); i++) {
        places.data()[i] = i + 1;
    }
    Tensor table = Shift.bidirectional(4).apply(places, frames);
    for (int t = 0; t < frames; t++) {
        StringBuilder line = new StringBuilder("frame " + t + " reads");
        for (int c = 0; c < channels; c++) {
            int place = (int) table.get(t, c);
            int usual = t * channels + c + 1;
            line.append(String.format(Locale.ROOT, " %6s", place == 0 ? "zero"
                    : place == usual ? "." : String.format(Locale.ROOT, "%+d", place - usual)));
        }
        IO.println(line);
    }
    IO.println("A frame is " + channels + " numbers further: the whole shift is an offset of one frame, up or down.");
}
