package io.github.tsmjava.models.checkpoint;

import io.github.tsmjava.models.architecture.Architecture;
import io.github.tsmjava.models.architecture.Architectures;
import io.github.tsmjava.models.architecture.ParameterShapes;
import io.github.tsmjava.models.architecture.Recognised;
import io.github.tsmjava.models.network.NetworkConfig.NonLocality;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.video.transform.Modality;
import java.util.stream.Collectors;

/**
 * Finds out from the names and shapes of its parameters what a network is: backbone, modality, classes, where it is
 * shifted, pooled in time or followed by non-local blocks. What they cannot tell comes from {@link DeclaredSettings}.
 */
public final class ConfigInference {

    private static final String CLASSIFIER = TsmNetwork.CLASSIFIER + ".weight";

    private final Architecture architecture;
    private final ParameterShapes parameters;
    private final DeclaredSettings declared;

    /**
     * @param architecture the kind of backbone that the names tell; null if they tell none
     * @param parameters   this project's names of the parameters in a checkpoint, and their shapes
     */
    public ConfigInference(Architecture architecture, ParameterShapes parameters, DeclaredSettings declared) {
        this.architecture = architecture;
        this.parameters = parameters;
        this.declared = declared;
    }

    /**
     * @param known the kinds of backbones that were looked for
     * @throws IllegalArgumentException if these are not the parameters of a network known here
     */
    public NetworkConfig infer(Architectures known) {
        if (architecture == null || !parameters.has(stem(architecture))) {
            throw new IllegalArgumentException("none of %s: found neither %s".formatted(
                    known.all().stream().map(Architecture::title).collect(Collectors.joining(", ")),
                    known.all().stream().map(ConfigInference::stem).distinct().collect(Collectors.joining(" nor "))));
        }
        int classes = parameters.dim(CLASSIFIER, 0, "no classifier found: a network without one cannot classify");
        Recognised found = architecture.recognise(parameters);
        Shifting shifting = found.shifting();
        return new NetworkConfig(found.backbone(), modality(), classes,
                declared.segments(found.backbone().segments()),
                shifting.isPresent() ? shifting.withShift(declared.shift()) : shifting,
                found.temporalPool(), nonLocality(found.nonLocality()));
    }

    private static String stem(Architecture architecture) {
        return TsmNetwork.BACKBONE + "." + architecture.keys().stem() + ".weight";
    }

    private NonLocality nonLocality(NonLocality found) {
        return !found.isPresent() || found.mode() == NonLocal.Mode.GAUSSIAN ? found
                : new NonLocality(declared.nonLocalMode(), found.blocks(), found.outputBias());
    }

    private Modality modality() {
        String stem = stem(architecture);
        int channels = parameters.dim(stem, 1, "");
        int rgb = NetworkConfig.channels(Modality.RGB);
        int flow = NetworkConfig.channels(Modality.FLOW);
        if (channels != rgb && channels != flow) {
            throw new IllegalArgumentException("%s reads %d channels; expected %d (RGB) or %d (optical flow)"
                    .formatted(stem, channels, rgb, flow));
        }
        return channels == rgb ? Modality.RGB : Modality.FLOW;
    }
}
