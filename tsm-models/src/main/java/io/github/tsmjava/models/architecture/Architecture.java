package io.github.tsmjava.models.architecture;

import io.github.tsmjava.models.network.Backbone;
import java.nio.file.Path;
import java.util.List;

/**
 * A kind of backbone, as ResNet is: the names of its backbones, and how one is recognised in a file. With
 * {@link Backbone} and {@link KeyNames} it says all that this project knows of a network (docs/adding-a-network.md).
 */
public interface Architecture {

    /** As people write it: {@code ResNet}. */
    String title();

    /** The names of its backbones in reading order: {@code resnet18}, {@code resnet34} and so on. */
    List<String> names();

    /** Whether its backbones come in widths. */
    default boolean isScalable() {
        return false;
    }

    /**
     * @param name  one of {@link #names}
     * @param width multiplies the channels, if the backbones come in widths; 1 is the usual network
     */
    Backbone backbone(String name, double width);

    /** What its parameters are called in files. */
    KeyNames keys();

    /**
     * Tells a network from its parameters.
     *
     * @param parameters this project's names, which begin with {@code base_model.}, and their shapes; the stem is there
     * @throws IllegalArgumentException in one line, if these are not the parameters of a network of this kind
     */
    Recognised recognise(ParameterShapes parameters);

    /**
     * What files with a backbone's parameters from ImageNet are called where PyTorch puts what it downloads: patterns,
     * the best first.
     *
     * @param name one of {@link #names}
     */
    default List<String> imageNetFiles(String name) {
        return List.of(name + "-[0-9a-f]{8}\\.pth");
    }

    /** Where users of the original code have put such a file themselves, below the working folder; null for nowhere. */
    default Path ownImageNetFile() {
        return null;
    }
}
