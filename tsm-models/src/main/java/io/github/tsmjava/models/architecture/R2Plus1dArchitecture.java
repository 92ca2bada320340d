package io.github.tsmjava.models.architecture;

import io.github.tsmjava.models.backbone.R2Plus1dBackbone;
import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.Shifting;
import java.util.List;

/** R(2+1)D-18: how it is named and recognised. */
final class R2Plus1dArchitecture implements Architecture {

    static final R2Plus1dArchitecture INSTANCE = new R2Plus1dArchitecture();

    private static final KeyNames KEYS = new R2Plus1dKeyNames();

    private R2Plus1dArchitecture() {
    }

    @Override
    public String title() {
        return "R(2+1)D";
    }

    @Override
    public List<String> names() {
        return List.of(R2Plus1dBackbone.NAME);
    }

    @Override
    public Backbone backbone(String name, double width) {
        return new R2Plus1dBackbone();
    }

    @Override
    public KeyNames keys() {
        return KEYS;
    }

    /** There is one; parameters that are not its own are missed when it is built. */
    @Override
    public Recognised recognise(ParameterShapes parameters) {
        return new Recognised(new R2Plus1dBackbone(), Shifting.NONE);
    }

    /** No such file: its filters are not those of a network for pictures. */
    @Override
    public List<String> imageNetFiles(String name) {
        return List.of();
    }
}
