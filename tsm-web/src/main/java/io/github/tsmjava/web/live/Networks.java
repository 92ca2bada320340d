package io.github.tsmjava.web.live;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.streaming.Smoothing;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The networks that pages may choose from. */
public final class Networks {

    private final List<String> names;
    private final List<LiveNetwork> networks;

    /**
     * @param named by their names for people, in the order of the chooser
     * @throws IllegalArgumentException if one reads optical flow
     */
    public Networks(Map<String, PretrainedNetwork> named) {
        names = List.copyOf(named.keySet());
        networks = named.values().stream().map(LiveNetwork::of).toList();
    }

    /** So that the first picture is answered as quickly as the others; takes seconds. */
    public void warmUp() {
        networks.forEach(network -> network.warmUp().run());
    }

    List<String> names() {
        return names;
    }

    LiveNetwork get(int index) {
        return networks.get(index);
    }

    /** One for each class, also where the network has none. */
    List<String> labels(int index) {
        PretrainedNetwork model = networks.get(index).model();
        return model.labels().isEmpty()
                ? IntStream.range(0, model.network().config().classes()).mapToObj(k -> "class " + k).toList()
                : model.labels();
    }

    /** A line for people. */
    String summary(int index) {
        LiveNetwork network = networks.get(index);
        NetworkConfig config = network.model().network().config();
        return String.format(Locale.ROOT, "%s, %d classes, pictures of %d × %d, %s", config.backbone().name(),
                config.classes(), network.size(), network.size(), network.view());
    }

    /** Those for its classes. */
    List<Smoothing.Named> smoothings(int index) {
        LiveNetwork network = networks.get(index);
        return Arrays.stream(Smoothing.Named.values()).filter(named -> {
            try {
                named.smoothing().open(network.model().labels(), network.rate());
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }).toList();
    }
}
