package io.github.tsmjava.web.learn;

import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.web.learn.LearnData.Maps;
import io.github.tsmjava.web.learn.LearnData.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The whole MobileNetV2 in its parts, and what its shifted blocks are given of a clip. */
final class Overview {

    /** Of a wide block so many channels are kept at most, in equal steps, so that each group keeps its share. */
    private static final int MOST_MAPS = 16;
    /** The parts of the backbone, as in {@code base_model.features.3}. */
    private static final Pattern PART = Pattern.compile(Pattern.quote(TsmNetwork.BACKBONE) + "\\.(features\\.\\d+|avgpool)");

    private final NetworkConfig config;
    private final List<Part> parts = new ArrayList<>();
    private final List<Maps> maps = new ArrayList<>();

    /** @param clip {@code [T, C, H, W]} */
    Overview(TsmNetwork network, Tensor clip) {
        config = network.config();
        network.forward(clip, this::observe);
    }

    /** All of them, in the order in which they compute. */
    List<Part> parts() {
        return parts;
    }

    /** What stands in front of each shift but the first, which is looked into elsewhere. */
    List<Maps> maps() {
        return maps.subList(1, maps.size());
    }

    private void observe(Layer layer, Tensor x, Tensor y) {
        if (layer instanceof TemporalShift) {
            maps.add(maps(config.shifting().blocks().get(maps.size()), x));
        }
        Matcher part = PART.matcher(layer.name());
        if (part.matches()) {
            add(part.group(1), x, y);
        } else if (layer.name().equals(TsmNetwork.CLASSIFIER)) {
            add(layer.name(), x, y);
        }
    }

    private void add(String name, Tensor x, Tensor y) {
        boolean hasMap = y.rank() > 2;
        boolean shifts = config.shifting().blocks().contains(name);
        // MobileNetV2 adds a block's input wherever that is possible.
        boolean skips = hasMap && Arrays.equals(x.shape(), y.shape());
        parts.add(new Part(name, y.dim(1), hasMap ? y.dim(2) : 1, hasMap ? y.dim(3) : 1, shifts, skips));
    }

    private static Maps maps(String block, Tensor x) {
        int step = (x.dim(1) + MOST_MAPS - 1) / MOST_MAPS;
        int[] kept = IntStream.iterate(0, c -> c < x.dim(1), c -> c + step).toArray();
        return new Maps(block, x.dim(1), kept, x.dim(2), x.dim(3), Packed.floats(Channels.framesFirst(x, kept)));
    }
}
