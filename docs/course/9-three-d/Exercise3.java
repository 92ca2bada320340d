// Chapter 9, exercise 3: a filter in time for each channel alone. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/9-three-d/Exercise3.java

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;

void main() {
    // Three numbers for each channel: how much of the frame before, of this frame and of the next one.
    int channels = 8;
    float[][] filters = new float[channels][];
    for (int c = 0; c < channels; c++) {
        filters[c] = c == 0 ? new float[] {0, 0, 1} : c == 1 ? new float[] {1, 0, 0} : new float[] {0, 1, 0};
    }
    Tensor x = Tensor.zeros(4, channels);
    for (int i = 0; i < x.size(); i++) {
        x.data()[i] = 10 * (i / channels + 1) + i % channels;
    }
    IO.println("with these filters it is the shift: "
            + Arrays.equals(filtered(x, filters).data(), Shift.bidirectional(8).apply(x, 4).data()));
    // Filters could be learnt. This one tells what changes: a channel minus the same channel of the frame before.
    filters[2] = new float[] {-1, 1, 0};
    IO.println("channel 2 as a difference in time: " + IntStream.range(0, 4)
            .mapToObj(t -> "" + filtered(x, filters).get(t, 2)).toList());
    IO.println("weights: 3 x " + channels + " = " + 3 * channels + ", where 3x1x1 over all channels has "
            + 3 * channels * channels + "; multiply-adds for each number: 3, where the shift has none");
}

Tensor filtered(Tensor x, float[][] filters) {
    Tensor y = Tensor.zeros(x.shape());
    for (int t = 0; t < x.dim(0); t++) {
        for (int c = 0; c < x.dim(1); c++) {
            float sum = 0;
            for (int tap = -1; tap <= 1; tap++) {
                if (t + tap >= 0 && t + tap < x.dim(0)) {
                    sum += filters[c][tap + 1] * x.get(t + tap, c);
                }
            }
            y.set(sum, t, c);
        }
    }
    return y;
}
