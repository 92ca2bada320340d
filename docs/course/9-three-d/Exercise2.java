// Chapter 9, exercise 2: a ResNet-50 with 3-D convolutions. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/9-three-d/Exercise2.java

import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.tensor.Tensor;

void main() {
    TsmNetwork network = NetworkConfig.tsm(new ResNetBackbone(50), 8, 10).build(1);
    long[] shifted = new long[2]; // multiply-adds and weights of the shifted convolutions
    long[] square = new long[2];  // of the 3x3 convolutions
    network.forward(Tensor.zeros(1, 8 * 3, 64, 64), (layer, input, output) -> {
        if (layer instanceof Conv2d conv) {
            long weights = conv.weight().size();
            long pixels = (long) output.dim(0) * output.dim(2) * output.dim(3);
            long[] sum = layer.name().endsWith(".net") ? shifted : conv.weight().dim(2) == 3 ? square : new long[2];
            sum[0] += weights * pixels;
            sum[1] += weights;
        }
    });
    long work = network.multiplyAdds(64);
    long weights = network.parameters().stream().mapToLong(parameter -> parameter.tensor().size()).sum();
    IO.println("eight frames of 64 x 64                  millions of multiply-adds   parameters, millions");
    row("with the shift", work, weights);
    // Three taps in time: three times the work and the weights of those layers.
    row("3x1x1 in place of each shifted 1x1", work + 2 * shifted[0], weights + 2 * shifted[1]);
    row("3x3x3 in place of each 3x3", work + 2 * square[0], weights + 2 * square[1]);
    long count = network.layers().stream().filter(TemporalShift.class::isInstance).count();
    IO.println("shifted convolutions: " + count);
}

void row(String name, long work, long weights) {
    IO.println(String.format(Locale.ROOT, "%-42s %,12.0f            %,12.1f", name, work / 1e6, weights / 1e6));
}
