// Chapter 10, exercise 3: shuffled frames. From the project's folder; Lesson.java lies beside this file:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/10-learning/Exercise3.java

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;

final Random random = new Random(1);

void main() {
    // The shift lets a network see order. It cannot see an order that is not there.
    IO.println("with the shift, frames in order: " + Lesson.learn(Shift.bidirectional(8), label -> draw(label, false)));
    IO.println("with the shift, frames shuffled: " + Lesson.learn(Shift.bidirectional(8), label -> draw(label, true)));
}

/** A square that moves to the right (0) or to the left (1). */
Tensor draw(int label, boolean shuffled) {
    Tensor clip = Tensor.zeros(Lesson.T, 1, Lesson.SIDE, Lesson.SIDE);
    int x = random.nextInt(Lesson.SIDE - 4 - Lesson.T);
    int y = random.nextInt(Lesson.SIDE - 4);
    List<Integer> places = new ArrayList<>(IntStream.range(0, Lesson.T).boxed().toList());
    if (shuffled) {
        Collections.shuffle(places, random);
    }
    for (int t = 0; t < Lesson.T; t++) {
        int place = label == 1 ? Lesson.T - 1 - places.get(t) : places.get(t);
        for (int i = 0; i < 16; i++) {
            clip.set(1, t, 0, y + i / 4, x + place + i % 4);
        }
    }
    return clip;
}
