package io.github.tsmjava.models.architecture;

import io.github.tsmjava.models.backbone.I3dBackbone;
import io.github.tsmjava.models.network.Backbone;
import java.util.List;
import java.util.stream.Stream;

/** I3D on ResNet-50 and 101: how they are named and recognised. */
final class I3dArchitecture implements Architecture {

    static final I3dArchitecture INSTANCE = new I3dArchitecture();

    private static final KeyNames KEYS = new I3dKeyNames();
    private static final List<I3dBackbone> ALL = Stream.of(false, true)
            .flatMap(heavy -> I3dBackbone.DEPTHS.stream().map(depth -> new I3dBackbone(depth, heavy))).toList();

    private I3dArchitecture() {
    }

    @Override
    public String title() {
        return "I3D";
    }

    @Override
    public List<String> names() {
        return ALL.stream().map(I3dBackbone::name).toList();
    }

    @Override
    public Backbone backbone(String name, double width) {
        return ALL.stream().filter(backbone -> backbone.name().equals(name)).findFirst().orElseThrow();
    }

    @Override
    public KeyNames keys() {
        return KEYS;
    }

    /** In the heavy form, the second block of layer2 is inflated, too. */
    @Override
    public Recognised recognise(ParameterShapes parameters) {
        ResidualParameters residual = new ResidualParameters(parameters);
        String second = "base_model.layer2.1." + (residual.nonLocal().contains("layer2.1") ? "block." : "")
                + "conv1.weight";
        boolean heavy = parameters.dim(second, 2, "not a whole I3D: " + second + " is missing") > 1;
        return ALL.stream().filter(one -> one.heavy() == heavy && one.blocks().equals(residual.blocks())).findFirst()
                .map(residual::with).orElseThrow(() -> new IllegalArgumentException(
                        "no I3D is known with blocks %s in its stages".formatted(residual.blocks())));
    }

    /** Those of the ResNet whose filters are inflated. */
    @Override
    public List<String> imageNetFiles(String name) {
        return ResNetArchitecture.INSTANCE.imageNetFiles(name.substring(name.indexOf("resnet")));
    }
}
