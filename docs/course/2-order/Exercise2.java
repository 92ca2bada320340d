// Chapter 2, exercise 2: how many answers do 24 orders give? From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/2-order/Exercise2.java

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;

// Four frames of four channels, small enough for a pencil.
final Tensor frames = Tensor.of(new float[] {
    1, 2, 1, 3,
    4, 1, 0, 2,
    0, 3, 2, 5,
    2, 2, 4, 1}, 4, 4);

void main() {
    Set<Double> alone = new TreeSet<>();
    Set<Double> shifted = new TreeSet<>();
    for (int order = 0; order < 256; order++) {
        List<Integer> places = List.of(order / 64, order / 16 % 4, order / 4 % 4, order % 4);
        if (Set.copyOf(places).size() == 4) {
            Tensor clip = Tensor.concat(places.stream().map(t -> frames.slice(t, t + 1)).toList());
            alone.add(answer(clip));
            shifted.add(answer(Shift.bidirectional(4).apply(clip, 4)));
        }
    }
    IO.println("each frame alone: " + alone.size() + " answer, " + alone);
    IO.println("shifted before:   " + shifted.size() + " answers, from " + Collections.min(shifted) + " to "
            + Collections.max(shifted));
}

/** The score of a frame is the product of its channels' sums in pairs; the answer is the mean over the frames. */
double answer(Tensor clip) {
    double sum = 0;
    for (int t = 0; t < 4; t++) {
        sum += (clip.get(t, 0) + clip.get(t, 2)) * (clip.get(t, 1) + clip.get(t, 3));
    }
    return sum / 4;
}
