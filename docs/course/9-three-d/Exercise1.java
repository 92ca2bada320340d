// Chapter 9, exercise 1: shift and 2-D convolution as one 3-D convolution. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/9-three-d/Exercise1.java

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Convolution;
import io.github.tsmjava.tensor.ops.Convolution3d;
import io.github.tsmjava.tensor.ops.Shift;

void main() {
    Tensor x = integers(1, 4, 8, 5, 5);
    Tensor flat = integers(2, 6, 8, 3, 3);
    Tensor expected = Convolution.conv2d(Shift.bidirectional(8).apply(x, 4), flat, null, ConvSpec.of(1, 1));

    // Each channel's 3x3 filter goes to the one tap in time at which its channel is read; the other taps stay zero.
    Tensor deep = Tensor.zeros(6, 8, 3, 3, 3);
    for (int o = 0; o < 6; o++) {
        for (int c = 0; c < 8; c++) {
            int tap = c == 0 ? 2 : c == 1 ? 0 : 1;
            for (int i = 0; i < 9; i++) {
                deep.set(flat.get(o, c, i / 3, i % 3), o, c, tap, i / 3, i % 3);
            }
        }
    }
    Tensor found = Convolution3d.frames(x, 4, deep, null, Conv3dSpec.of(1, 1, 1, 1));
    IO.println("the same: " + Arrays.equals(expected.data(), found.data()));
    IO.println("weights: " + flat.size() + " in 2-D, " + deep.size() + " in 3-D, two thirds of them zeros by definition");
}

Tensor integers(long seed, int... shape) {
    Tensor x = Tensor.zeros(shape);
    Random random = new Random(seed);
    for (int i = 0; i < x.size(); i++) {
        x.data()[i] = random.nextInt(-9, 10);
    }
    return x;
}
