package io.github.tsmjava.models.architecture;

import io.github.tsmjava.models.network.Backbone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The kinds of backbones that are looked for, by name or in files.
 *
 * @param all in reading order; of two that a file may hold, the later one is taken, as a variation of the earlier one
 */
public record Architectures(List<Architecture> all) {

    /** All that this project knows. A new one is a line here. */
    public static final Architectures KNOWN = new Architectures(List.of(
            ResNetArchitecture.INSTANCE,
            ResNeXtArchitecture.INSTANCE,
            I3dArchitecture.INSTANCE,
            R2Plus1dArchitecture.INSTANCE,
            MobileNetV2Architecture.INSTANCE));

    public Architectures {
        all = List.copyOf(all);
    }

    /** These and another one. */
    public Architectures with(Architecture other) {
        List<Architecture> more = new ArrayList<>(all);
        more.add(other);
        return new Architectures(more);
    }

    /** The names of all backbones in reading order. */
    public List<String> names() {
        return all.stream().flatMap(kind -> kind.names().stream()).toList();
    }

    /** The kind that has a backbone of this name. */
    public Optional<Architecture> named(String name) {
        return all.stream().filter(kind -> kind.names().contains(name)).findFirst();
    }

    /**
     * The backbone of this name in its usual width.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Backbone backbone(String name) {
        return named(name).orElseThrow(() -> new IllegalArgumentException(
                "expected a backbone among %s, found %s".formatted(names(), name))).backbone(name, 1);
    }

    /** The kind of backbone in a file; parameters as for {@link KeyNames#areIn}. */
    public Optional<Architecture> of(ParameterShapes file) {
        return all.reversed().stream().filter(kind -> kind.keys().areIn(file)).findFirst();
    }
}
