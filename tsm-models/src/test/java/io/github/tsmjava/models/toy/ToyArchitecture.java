package io.github.tsmjava.models.toy;

import io.github.tsmjava.models.architecture.Architecture;
import io.github.tsmjava.models.architecture.KeyNames;
import io.github.tsmjava.models.architecture.ParameterShapes;
import io.github.tsmjava.models.architecture.Recognised;
import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.Shifting;
import java.util.List;

/** How toys are named and recognised. */
public final class ToyArchitecture implements Architecture {

    public static final ToyArchitecture INSTANCE = new ToyArchitecture();

    private static final KeyNames KEYS = new ToyKeyNames();

    private ToyArchitecture() {
    }

    @Override
    public String title() {
        return "Toy";
    }

    @Override
    public List<String> names() {
        return List.of("toy2", "toy3");
    }

    @Override
    public Backbone backbone(String name, double width) {
        return new ToyBackbone(name.equals("toy2") ? 2 : 3);
    }

    @Override
    public KeyNames keys() {
        return KEYS;
    }

    @Override
    public Recognised recognise(ParameterShapes parameters) {
        ToyBackbone backbone = new ToyBackbone(parameters.has("base_model.blocks.2.norm.weight") ? 3 : 2);
        List<String> shifted = backbone.blockNames().stream()
                .filter(block -> parameters.has("base_model." + block + ".conv.net.weight")).toList();
        return new Recognised(backbone, Shifting.of(Shifting.Place.BLOCKRES, shifted));
    }
}
