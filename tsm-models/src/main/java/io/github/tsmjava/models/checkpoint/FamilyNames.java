package io.github.tsmjava.models.checkpoint;

import io.github.tsmjava.models.architecture.Architecture;
import io.github.tsmjava.models.architecture.Architectures;
import io.github.tsmjava.models.architecture.KeyNames;
import io.github.tsmjava.models.network.KeyFamily;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting.ShiftMode;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.parameter.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The names that a network's parameters have in files of another family, where the family can hold such a network. */
public final class FamilyNames {

    private FamilyNames() {
    }

    /**
     * This project's names to the family's. Those of a kind of backbone that is not known are the same in the family
     * {@link KeyFamily#MIT}, and there are none in the others.
     *
     * @param known the kinds of backbones whose names are known
     * @throws IllegalArgumentException in one line, if a reader of the family's files would take them for another network
     */
    public static Map<String, String> of(TsmNetwork network, KeyFamily family, Architectures known) {
        NetworkConfig config = network.config();
        List<String> ours = network.parameters().stream().map(Parameter::name).toList();
        Optional<KeyNames> keys = known.named(config.backbone().name()).map(Architecture::keys);
        Set<KeyFamily> families = keys.map(KeyNames::families).orElse(Set.of(KeyFamily.MIT));
        String obstacle = switch (family) {
            case MIT -> "";
            case MMACTION2 -> config.nonLocality().isPresent() && config.nonLocality().outputBias()
                    ? "MMAction2's non-local blocks have no bias at their output, and its loader refuses one" : "";
            case TORCHVISION -> config.shifting().isPresent() || config.temporalPool() || config.nonLocality().isPresent()
                    ? "torchvision's names cannot say what is shifted, pooled in time or non-local; expected a TSN" : "";
            case ONLINE_DEMO -> families.contains(family) && shiftsAsDemo(config) ? ""
                    : "the online demo's names stand for a MobileNetV2 that shifts an eighth of the channels from the past, "
                    + "in the usual blocks, and not for ImageNet's 1,000 classes";
            case TONYLINS, UNKNOWN -> "files of the family " + family + " are not written";
        };
        if (!obstacle.isEmpty()) {
            throw new IllegalArgumentException("%s, found %s".formatted(obstacle, describe(config)));
        }
        if (!families.contains(family)) {
            throw new IllegalArgumentException(
                    "the family %s has no names for a %s".formatted(family, config.backbone().title()));
        }
        return keys.map(names -> KeyMap.rename(names, family, ours))
                .orElseGet(() -> ours.stream().collect(Collectors.toMap(name -> name, name -> name)));
    }

    private static boolean shiftsAsDemo(NetworkConfig config) {
        Shifting shifting = config.shifting();
        List<String> usual = config.backbone().shiftedBlocks(Shifting.Place.BLOCKRES);
        return config.classes() != KeyFamily.IMAGENET_CLASSES
                && shifting.shift().equals(ShiftMode.ONLINE.shift(null))
                && Set.copyOf(shifting.blocks()).equals(Set.copyOf(usual));
    }

    private static String describe(NetworkConfig config) {
        return config.name() + (config.shifting().isPresent()
                ? ", shift " + ShiftMode.describe(config.shifting().shift()) : "");
    }
}
