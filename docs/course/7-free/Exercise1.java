// Chapter 7, exercise 1: the plan and the layers give the same. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/7-free/Exercise1.java

import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.tensor.Tensor;

void main() {
    TsmNetwork network = NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 8, 10).build(1);
    InferencePlan plan = InferencePlan.compile(network, 1, 8 * 3, 64, 64);
    Tensor clip = Tensor.zeros(1, 8 * 3, 64, 64);
    Random random = new Random(3);
    for (int i = 0; i < clip.size(); i++) {
        clip.data()[i] = (float) random.nextGaussian();
    }
    float[] layers = network.forward(clip).data();
    float[] compiled = plan.run(clip).data();
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < layers.length; i++) {
        largest = Math.max(largest, Math.abs(layers[i]));
        difference = Math.max(difference, Math.abs(layers[i] - compiled[i]));
    }
    IO.println("the same but for rounding: " + (difference < 1e-4 * largest));
    long work = plan.multiplyAdds();
    IO.println(String.format(Locale.ROOT, "%,d multiply-adds in %d steps", work, plan.steps().size()));
    IO.println("as the library counts: " + (work == network.multiplyAdds(64)));
    IO.println("steps named after a shift alone: " + plan.steps().stream().filter(step -> step.name().endsWith("shift")).count());
}
