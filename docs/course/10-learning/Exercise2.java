// Chapter 10, exercise 2: what needs no shift. From the project's folder; Lesson.java lies beside this file:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/10-learning/Exercise2.java

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;

final Random random = new Random(1);

void main() {
    // The classes differ in what is seen, not in how it moves: a single frame tells them apart.
    IO.println("with the shift: " + Lesson.learn(Shift.bidirectional(8), this::draw));
    IO.println("without:        " + Lesson.learn(null, this::draw));
}

/** A square (0) or an upright bar (1) of as many pixels that moves in any direction. */
Tensor draw(int label) {
    Tensor clip = Tensor.zeros(Lesson.T, 1, Lesson.SIDE, Lesson.SIDE);
    int width = label == 0 ? 4 : 2;
    int height = 16 / width;
    int x = random.nextInt(Lesson.SIDE - width - Lesson.T);
    int y = random.nextInt(Lesson.SIDE - height);
    boolean left = random.nextBoolean();
    for (int t = 0; t < Lesson.T; t++) {
        for (int i = 0; i < 16; i++) {
            clip.set(1, t, 0, y + i / width, x + (left ? Lesson.T - 1 - t : t) + i % width);
        }
    }
    return clip;
}
