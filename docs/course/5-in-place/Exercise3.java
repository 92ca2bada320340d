// Chapter 5, exercise 3: why a shift in place must go through the frames in a certain order. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/5-in-place/Exercise3.java

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;

void main() {
    // One channel that comes from the past: frame t takes the number of frame t - 1.
    float[] forwards = {10, 20, 30, 40};
    for (int t = 1; t < 4; t++) {
        forwards[t] = forwards[t - 1]; // frame t - 1 has been overwritten already
    }
    forwards[0] = 0;
    IO.println("from the first frame on:      " + Arrays.toString(forwards));

    float[] backwards = {10, 20, 30, 40};
    for (int t = 3; t > 0; t--) {
        backwards[t] = backwards[t - 1]; // frame t has been read already
    }
    backwards[0] = 0;
    IO.println("from the last frame on:       " + Arrays.toString(backwards));

    Tensor x = Tensor.of(new float[] {10, -1, 20, -1, 30, -1, 40, -1}, 4, 2);
    Shift.unidirectional(2).applyInPlace(x, 4);
    IO.println("the engine, its first channel: " + IntStream.range(0, 4).mapToObj(t -> "" + x.get(t, 0)).toList());
    IO.println("A channel that comes from the future needs the other order: each frame must be read before it is written.");
}
