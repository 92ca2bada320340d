// Chapter 8, exercise 2: networks that cannot be streamed. From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/8-streaming/Exercise2.java

import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.tensor.ops.Shift;

void main() {
    NetworkConfig usual = NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 8, 10);
    Shifting shifting = usual.shifting();
    tell("both ways", usual);
    tell("a ring", usual.withShifting(shifting.withShift(new Shift(8, -1, 0, Shift.Boundary.CIRCULANT))));
    tell("from the past only", NetworkConfig.online(MobileNetV2Backbone.mit(0.35), 8, 10));
    tell("no shift", NetworkConfig.tsn(MobileNetV2Backbone.mit(0.35), 8, 10));
    // A network that looks ahead could wait: each shifted block needs the frame after, so ten blocks wait for ten frames.
    IO.println("a stream that waits would be " + shifting.blocks().size() + " frames late");
}

void tell(String name, NetworkConfig config) {
    IO.println(name + ": " + (config.isStreamable() ? "can be streamed" : "looks ahead and cannot be streamed"));
}
