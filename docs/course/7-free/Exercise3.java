// Chapter 7, exercise 3: what it would cost to move the numbers. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/7-free/Exercise3.java

import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.tensor.Tensor;

void main() {
    TsmNetwork network = NetworkConfig.tsm(new ResNetBackbone(50), 8, 10).build(1);
    // Frames of 64 pixels; frames of 224 have twelve and a quarter times as many.
    long[] bytes = new long[3];
    network.forward(Tensor.zeros(1, 8 * 3, 64, 64), (layer, input, output) -> {
        if (layer instanceof TemporalShift shifted) {
            int channels = input.dim(1);
            int moving = 2 * shifted.shift().fold(channels);
            bytes[0] += 2L * 4 * input.size();                      // read and written, four bytes a number
            bytes[1] += 2L * 4 * input.size() * moving / channels;  // the moving channels alone, in place
            bytes[2]++;
        }
    });
    IO.println(String.format(Locale.ROOT, "%d shifts into new tensors move %,d bytes", bytes[2], bytes[0]));
    IO.println(String.format(Locale.ROOT, "in place they would move       %,d bytes", bytes[1]));
    IO.println("as index arithmetic they move  0 bytes");
}
