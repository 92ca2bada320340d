// Chapter 3, exercise 2: one frame, few channels, a remainder, a wrong number of frames. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/3-shift/Exercise2.java

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;

void main() {
    Tensor frame = Tensor.of(new float[] {10, 11, 12, 13, 14, 15, 16, 17}, 1, 8);
    // A clip of one frame has no neighbours: both groups become zero. A picture is no short video to such a network.
    IO.println("one frame:        " + Arrays.toString(Shift.bidirectional(4).apply(frame, 1).data()));
    // A ninth of eight channels is no channel: nothing moves.
    IO.println("div 9:            " + Arrays.toString(Shift.bidirectional(9).apply(frame, 1).data()));
    // An eighth of 36 channels is 4. They move in each direction; the remainder stays with the 28 that do not.
    int fold = Shift.bidirectional(8).fold(36);
    IO.println("of 36 channels:   " + fold + " from the future, " + fold + " from the past, " + (36 - 2 * fold) + " stay");
    // Seven frames are no two clips of four frames.
    try {
        Shift.bidirectional(8).apply(Tensor.zeros(7, 8), 4);
    } catch (ShapeException e) {
        IO.println("seven frames:     " + e.getMessage().replaceFirst(" \\(.*", ""));
    }
}
