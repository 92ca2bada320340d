// Chapter 6: the shift inside a residual block. From the project's folder, after ./tsm --version has built it:
//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector docs/course/6-block/Block.java

import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Shift;

/** A residual block, written as one thinks of it. Only one line has to do with time. */
class Block extends Layer {

    private final Layer conv1;
    private final Layer bn1;
    private final Layer conv2;
    private final Layer bn2;
    private final Layer relu;

    Block(Scope scope, int channels, int segments) {
        super(scope);
        conv1 = child(new TemporalShift(scope.at("conv1"), Shift.bidirectional(8), segments,
                inner -> new Conv2d(inner, channels, channels, 3, ConvSpec.of(1, 1))));
        bn1 = child(new BatchNorm(scope.at("bn1"), channels));
        conv2 = child(new Conv2d(scope.at("conv2"), channels, channels, 3, ConvSpec.of(1, 1)));
        bn2 = child(new BatchNorm(scope.at("bn2"), channels));
        relu = child(ActivationLayer.relu(scope.at("relu")));
    }

    /** What follows what. Whoever reads it may compute tensors, train, or compile a plan. */
    @Override
    protected <V> V flow(V x, Flow<V> flow) {
        V y = conv1.run(x, flow);
        y = relu.run(bn1.run(y, flow), flow);
        y = bn2.run(conv2.run(y, flow), flow);
        return relu.run(flow.add(y, x), flow); // the unshifted x
    }
}

void main() {
    // The block's parameters have the names that PyTorch would give them. The shift has none; it only leaves "net".
    Layer block = new Block(Scope.root(ParameterSource.random(1)), 16, 8);
    block.parameters().forEach(parameter ->
            IO.println(parameter.name() + " " + Arrays.toString(parameter.tensor().shape())));

    // In the library a whole network is made of such blocks. This is a TSM-ResNet-18 for clips of two frames. An observer
    // sees each layer when it has run; here, all of the stem and of the first block of layer2.
    TsmNetwork network = NetworkConfig.tsm(new ResNetBackbone(18), 2, 5).build(1);
    IO.println();
    network.forward(Tensor.zeros(2, 3, 64, 64), (layer, input, output) -> {
        String name = layer.name().replace("base_model.", "");
        if (!name.matches("layer[134].*|layer2|layer2\\.1.*|base_model|")) {
            IO.println(String.format(Locale.ROOT, "%-26s %-16s %-16s -> %s", name, layer.getClass().getSimpleName(),
                    Arrays.toString(input.shape()), Arrays.toString(output.shape())));
        }
    });

    // All shifts of the network: one in front of the first convolution of each of its eight blocks.
    IO.println();
    for (Layer layer : network.layers()) {
        if (layer instanceof TemporalShift shifted && shifted.net() instanceof Conv2d conv) {
            int channels = conv.weight().dim(1);
            int fold = shifted.shift().fold(channels);
            IO.println(shifted.name() + ": of " + channels + " channels " + fold + " from the next frame, " + fold
                    + " from the one before");
        }
    }
}
