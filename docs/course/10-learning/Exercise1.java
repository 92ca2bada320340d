// Chapter 10, exercise 1: which shifts help? From the project's folder; Lesson.java lies beside this file:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/10-learning/Exercise1.java

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;

final Random random = new Random(1);

void main() {
    IO.println("from the past only, an eighth: " + Lesson.learn(Shift.unidirectional(8), this::draw));
    IO.println("both ways, a sixteenth:        " + Lesson.learn(Shift.bidirectional(16), this::draw));
    // A 32nd of 16 channels is none, so nothing moves.
    IO.println("both ways, a 32nd:             " + Lesson.learn(Shift.bidirectional(32), this::draw));
}

/** A square that moves to the right (0) or to the left (1). */
Tensor draw(int label) {
    Tensor clip = Tensor.zeros(Lesson.T, 1, Lesson.SIDE, Lesson.SIDE);
    int x = random.nextInt(Lesson.SIDE - 4 - Lesson.T);
    int y = random.nextInt(Lesson.SIDE - 4);
    for (int t = 0; t < Lesson.T; t++) {
        for (int i = 0; i < 16; i++) {
            clip.set(1, t, 0, y + i / 4, x + (label == 1 ? Lesson.T - 1 - t : t) + i % 4);
        }
    }
    return clip;
}
