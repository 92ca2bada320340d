// Chapter 8, exercise 3: how much does a stream remember? From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/8-streaming/Exercise3.java

import io.github.tsmjava.models.StreamingNetwork;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.tensor.Tensor;

void main() {
    for (Backbone backbone : List.of(MobileNetV2Backbone.mit(1), new ResNetBackbone(50))) {
        TsmNetwork network = NetworkConfig.online(backbone, 8, 10).build(1);
        StreamingNetwork stream = new StreamingNetwork(network);
        Tensor frame = Tensor.zeros(1, 3, 224, 224);
        stream.next(frame);
        long kept = stream.memory().buffers(network.layers()).stream().mapToLong(Tensor::size).sum();
        IO.println(String.format(Locale.ROOT, "%-11s %,7d numbers, %,9d bytes, in %2d buffers: %.1f frames of 3 x 224 x 224",
                backbone.name(), kept, 4 * kept, network.config().shifting().blocks().size(),
                (double) kept / frame.size()));
    }
    IO.println("It does not grow, however long the stream is.");
}
