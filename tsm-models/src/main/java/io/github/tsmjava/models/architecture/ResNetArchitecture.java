package io.github.tsmjava.models.architecture;

import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.Backbone;
import java.util.List;

/** ResNet-18 to 152: how they are named and recognised. */
final class ResNetArchitecture implements Architecture {

    static final ResNetArchitecture INSTANCE = new ResNetArchitecture();

    private static final String NAME = "resnet";
    private static final KeyNames KEYS = new ResNetKeyNames();

    private ResNetArchitecture() {
    }

    @Override
    public String title() {
        return "ResNet";
    }

    @Override
    public List<String> names() {
        return ResNetBackbone.DEPTHS.stream().map(depth -> NAME + depth).toList();
    }

    @Override
    public Backbone backbone(String name, double width) {
        return new ResNetBackbone(Integer.parseInt(name.substring(NAME.length())));
    }

    @Override
    public KeyNames keys() {
        return KEYS;
    }

    @Override
    public Recognised recognise(ParameterShapes parameters) {
        ResidualParameters residual = new ResidualParameters(parameters);
        return residual.with(withBlocks(residual.blocks(), residual.isBottleneck()));
    }

    private static ResNetBackbone withBlocks(List<Integer> blocks, boolean bottleneck) {
        return ResNetBackbone.DEPTHS.stream().map(ResNetBackbone::new)
                .filter(backbone -> backbone.blocks().equals(blocks) && backbone.isBottleneck() == bottleneck)
                .findFirst().orElseThrow(() -> new IllegalArgumentException("no ResNet is known with %s blocks in its stages %s"
                        .formatted(bottleneck ? "bottleneck" : "basic", blocks)));
    }
}
