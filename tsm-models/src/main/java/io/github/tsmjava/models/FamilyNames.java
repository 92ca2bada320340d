package io.github.tsmjava.models;

import io.github.tsmjava.nn.Parameter;
import io.github.tsmjava.weights.KeyFamily;
import io.github.tsmjava.weights.KeyMap;
import java.util.Map;

/** The names that a network's parameters have in files of another family, where the family can hold such a network. */
final class FamilyNames {

    private FamilyNames() {
    }

    /**
     * This project's names to the family's.
     *
     * @throws IllegalArgumentException in one line, if a reader of the family's files would take them for another network
     */
    static Map<String, String> of(TsmNetwork network, KeyFamily family) {
        NetworkConfig config = network.config();
        String obstacle = switch (family) {
            case MIT, MMACTION2 -> "";
            case TORCHVISION -> config.shifting().isPresent() || config.temporalPool() || config.nonLocality().isPresent()
                    ? "torchvision's names cannot say what is shifted, pooled in time or non-local; expected a TSN" : "";
            case ONLINE_DEMO -> config.backbone() instanceof MobileNetV2Backbone && config.shifting().isPresent()
                    && config.shifting().shift().isCausal()
                    ? "" : "the online demo's names stand for a MobileNetV2 that shifts from the past";
            case TONYLINS, UNKNOWN -> "files of the family " + family + " are not written";
        };
        if (!obstacle.isEmpty()) {
            throw new IllegalArgumentException("%s, found %s".formatted(obstacle, describe(config)));
        }
        return KeyMap.rename(family, network.parameters().stream().map(Parameter::name).toList());
    }

    private static String describe(NetworkConfig config) {
        return config.architecture() + (config.shifting().isPresent()
                ? ", shift " + ShiftMode.describe(config.shifting().shift()) : "");
    }
}
