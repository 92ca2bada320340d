// Chapter 7: for free. From the project's folder, after ./tsm --version has built it:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/7-free/Free.java

import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.nn.plan.InferencePlan.StepSummary;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Convolution;
import io.github.tsmjava.tensor.ops.Shift;

final int T = 4;
final int C = 8;
final int PIXELS = 6;

void main() {
    // A 1x1 convolution adds up the channels of each pixel, each with a weight. Whole numbers, so that all sums are exact.
    Tensor x = integers(1, T, C, 2, 3);
    Tensor weight = integers(2, 5, C, 1, 1);

    // Shift, then convolve. The shift writes a tensor and the convolution reads it again: memory goes twice.
    Tensor twoSteps = Convolution.conv2d(Shift.bidirectional(8).apply(x, T), weight, null, ConvSpec.of(1, 0));

    // One loop. The convolution reads each number anyway, from a place that it computes. So let it compute another place:
    // for a channel that moves, the same pixel of a neighbouring frame. Nothing is moved, and nothing is written.
    Tensor oneStep = Tensor.zeros(T, 5, 2, 3);
    for (int t = 0; t < T; t++) {
        for (int o = 0; o < 5; o++) {
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                float sum = 0;
                for (int c = 0; c < C; c++) {
                    int from = frame(t, c);
                    if (from >= 0 && from < T) {
                        sum += weight.data()[o * C + c] * x.data()[(from * C + c) * PIXELS + pixel];
                    }
                }
                oneStep.data()[(t * 5 + o) * PIXELS + pixel] = sum;
            }
        }
    }
    IO.println("shift and convolution in one loop give the same: " + Arrays.equals(twoSteps.data(), oneStep.data()));

    // The library does this to whole networks. A plan is a network compiled for one shape of input, and tells its steps.
    List<StepSummary> tsm = plan(NetworkConfig.tsm(new ResNetBackbone(50), 8, 10));
    List<StepSummary> tsn = plan(NetworkConfig.tsn(new ResNetBackbone(50), 8, 10));
    IO.println();
    IO.println("multiply-adds   shape of the output   the first steps of a TSM-ResNet-50");
    for (StepSummary step : tsm.subList(0, 8)) {
        IO.println(String.format(Locale.ROOT, "%,13d   %-19s   %s", step.multiplyAdds(), step.shape(), step.name()));
    }

    // With the shift and without it: as many steps, of the same shapes, with the same work. No step shifts.
    IO.println();
    IO.println("steps: " + tsm.size() + " with the shift, " + tsn.size() + " without");
    IO.println(String.format(Locale.ROOT, "multiply-adds: %,d with the shift, %,d without", work(tsm), work(tsn)));
    boolean same = true;
    for (int i = 0; i < tsm.size(); i++) {
        same &= tsm.get(i).multiplyAdds() == tsn.get(i).multiplyAdds() && tsm.get(i).shape().equals(tsn.get(i).shape())
                && tsm.get(i).name().replace(".net", "").equals(tsn.get(i).name());
    }
    IO.println("step by step the same layers, shapes and work: " + same);
}

/** The frame that channel c of frame t comes from. */
int frame(int t, int c) {
    return c < C / 8 ? t + 1 : c < 2 * (C / 8) ? t - 1 : t;
}

List<StepSummary> plan(NetworkConfig config) {
    TsmNetwork network = config.build(1);
    return InferencePlan.compile(network, 1, 8 * 3, 64, 64).steps();
}

long work(List<StepSummary> steps) {
    return steps.stream().mapToLong(StepSummary::multiplyAdds).sum();
}

Tensor integers(long seed, int... shape) {
    Tensor x = Tensor.zeros(shape);
    Random random = new Random(seed);
    for (int i = 0; i < x.size(); i++) {
        x.data()[i] = random.nextInt(-9, 10);
    }
    return x;
}
