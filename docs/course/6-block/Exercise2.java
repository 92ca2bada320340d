// Chapter 6, exercise 2: what do both ways of a block read? From the project's folder:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/6-block/Exercise2.java

import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Activation;
import io.github.tsmjava.tensor.ops.Add;
import io.github.tsmjava.tensor.ops.Shift;

void main() {
    TsmNetwork network = NetworkConfig.tsm(new ResNetBackbone(18), 4, 5).build(1);
    Tensor clip = Tensor.zeros(4, 3, 32, 32);
    Random random = new Random(2);
    for (int i = 0; i < clip.size(); i++) {
        clip.data()[i] = (float) random.nextGaussian();
    }
    Map<String, Tensor> inputs = new HashMap<>();
    Map<String, Tensor> outputs = new HashMap<>();
    network.forward(clip, (layer, input, output) -> {
        inputs.put(layer.name(), input);
        outputs.put(layer.name(), output);
    });
    String block = "base_model.layer1.1";
    Tensor x = inputs.get(block);
    // One way: the convolution inside conv1 reads the shifted input of the block.
    IO.println("conv1 reads the shifted input: "
            + Arrays.equals(Shift.bidirectional(8).apply(x, 4).data(), inputs.get(block + ".conv1.net").data()));
    // The other way: the sum takes the input as it is.
    Tensor sum = Add.add(outputs.get(block + ".bn2"), x);
    IO.println("the sum reads the unshifted one: "
            + Arrays.equals(Activation.RELU.apply(sum).data(), outputs.get(block).data()));
}
