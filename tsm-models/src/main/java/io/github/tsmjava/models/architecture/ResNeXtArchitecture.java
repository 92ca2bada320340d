package io.github.tsmjava.models.architecture;

import io.github.tsmjava.models.backbone.ResNeXtBackbone;
import io.github.tsmjava.models.network.Backbone;
import java.util.List;

/** ResNeXt-50 and 101: how they are named and recognised. */
final class ResNeXtArchitecture implements Architecture {

    static final ResNeXtArchitecture INSTANCE = new ResNeXtArchitecture();

    private static final KeyNames KEYS = new ResNeXtKeyNames();

    private ResNeXtArchitecture() {
    }

    @Override
    public String title() {
        return "ResNeXt";
    }

    @Override
    public List<String> names() {
        return ResNeXtBackbone.PUBLISHED.stream().map(ResNeXtBackbone::name).toList();
    }

    @Override
    public Backbone backbone(String name, double width) {
        return ResNeXtBackbone.PUBLISHED.stream().filter(backbone -> backbone.name().equals(name)).findFirst()
                .orElseThrow();
    }

    @Override
    public KeyNames keys() {
        return KEYS;
    }

    /** The filters of the first 3×3 convolution tell the groups: {@code [groups · width, width, 3, 3]}. */
    @Override
    public Recognised recognise(ParameterShapes parameters) {
        ResidualParameters residual = new ResidualParameters(parameters);
        List<Integer> shape = ResNeXtKeyNames.firstFilters(parameters).orElseThrow(
                () -> new IllegalArgumentException("no ResNeXt: layer1.0 has no grouped convolution"));
        return ResNeXtBackbone.PUBLISHED.stream()
                .filter(backbone -> backbone.blocks().equals(residual.blocks()) && shape.get(1) == backbone.groupWidth()
                        && shape.get(0) == backbone.groups() * backbone.groupWidth())
                .findFirst().map(residual::with)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no ResNeXt is known with blocks %s in its stages and filters %s in the first"
                                .formatted(residual.blocks(), shape)));
    }
}
