// Chapter 3, exercise 1: more channels, and other directions. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/3-shift/Exercise1.java

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;

void main() {
    Tensor x = Tensor.of(new float[] {
        10, 11, 12, 13, 14, 15, 16, 17,
        20, 21, 22, 23, 24, 25, 26, 27,
        30, 31, 32, 33, 34, 35, 36, 37,
        40, 41, 42, 43, 44, 45, 46, 47}, 4, 8);
    show("a quarter each way, the future first", Shift.bidirectional(4).apply(x, 4));
    show("a quarter each way, the past first", Shift.quarters(Shift.Boundary.ZERO).apply(x, 4));
    show("half of the channels each way: nothing stays", Shift.bidirectional(2).apply(x, 4));
}

void show(String name, Tensor x) {
    IO.println(name);
    for (int t = 0; t < 4; t++) {
        IO.println("  " + IntStream.range(t * 8, t * 8 + 8).mapToObj(i -> String.format(Locale.ROOT, "%2.0f", x.data()[i]))
                .collect(Collectors.joining(" ")));
    }
}
