package io.github.tsmjava.web.live;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.streaming.Smoothing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The networks that pages may choose from. */
public final class Networks {

    /** Replaced as a whole, since pages ask for them at any time. */
    private volatile List<Named> networks;

    private record Named(String name, LiveNetwork network) {
    }

    /**
     * @param named by their names for people, in the order of the chooser
     * @throws IllegalArgumentException if one reads optical flow
     */
    public Networks(Map<String, PretrainedNetwork> named) {
        networks = named.entrySet().stream().map(entry -> new Named(entry.getKey(), LiveNetwork.of(entry.getValue()))).toList();
    }

    /** So that the first picture is answered as quickly as the others; takes seconds. */
    public void warmUp() {
        networks.forEach(named -> named.network.warmUp().run());
    }

    /**
     * One more, or another one in the place of that of the same name. Streams that have begun go on as they are.
     *
     * @param warm whether it should answer its first picture as quickly as the others; takes seconds
     */
    public synchronized void put(String name, PretrainedNetwork model, boolean warm) {
        Named added = new Named(name, LiveNetwork.of(model));
        if (warm) {
            added.network.warmUp().run();
        }
        List<Named> changed = new ArrayList<>(networks);
        int place = indexOf(name);
        if (place < 0) {
            changed.add(added);
        } else {
            changed.set(place, added);
        }
        networks = List.copyOf(changed);
    }

    /** The place of a network, or -1. */
    public int indexOf(String name) {
        return names().indexOf(name);
    }

    List<String> names() {
        return networks.stream().map(Named::name).toList();
    }

    LiveNetwork get(int index) {
        return networks.get(index).network;
    }

    /** One for each class, also where the network has none. */
    public List<String> labels(int index) {
        PretrainedNetwork model = get(index).model();
        return model.labels().isEmpty()
                ? IntStream.range(0, model.network().config().classes()).mapToObj(k -> "class " + k).toList()
                : model.labels();
    }

    /** A line for people. */
    String summary(int index) {
        LiveNetwork network = get(index);
        NetworkConfig config = network.model().network().config();
        return String.format(Locale.ROOT, "%s, %d classes, pictures of %d × %d, %s", config.backbone().name(),
                config.classes(), network.size(), network.size(), network.view());
    }

    /** Those for its classes. */
    List<Smoothing.Named> smoothings(int index) {
        LiveNetwork network = get(index);
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
