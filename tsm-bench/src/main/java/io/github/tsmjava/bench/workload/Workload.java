package io.github.tsmjava.bench.workload;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.architecture.Architectures;
import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.NetworkConfig.NonLocality;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.video.transform.Flavour;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network and what it is run on: clips, or a frame of a stream.
 *
 * @param name      as in the column {@code model} of the results; see {@link #named}
 * @param streaming whether a call sees one frame of a stream
 * @param size      H and W of every frame
 * @param clips     how many are computed together
 */
public record Workload(String name, NetworkConfig config, boolean streaming, int size, int clips) {

    private static final int CLASSES = 400;
    private static final Pattern NAME = Pattern.compile(
            "(online-|nl-tsm-|nl-|tsm-|tsn-|)([a-z0-9_]+)(?::(\\d{1,3})x(\\d{2,4})(?:x(\\d{1,3}))?)?");

    public static final Workload TSM_RESNET50 = named("tsm-resnet50");
    public static final Workload TSN_RESNET50 = named("tsn-resnet50");
    static final Workload TSM_MOBILENETV2 = named("tsm-mobilenetv2");
    static final Workload ONLINE_MOBILENETV2 = named("online-mobilenetv2");

    /** What is measured where nobody names a network. */
    public static final List<Workload> ALL = List.of(TSM_RESNET50, TSN_RESNET50, TSM_MOBILENETV2, ONLINE_MOBILENETV2);

    /**
     * The workload of a name: a backbone, in front of it {@code tsm-}, {@code online-} for one that is streamed,
     * {@code tsn-} or nothing for none, {@code nl-} for non-local blocks, and behind it frames, side and clips where
     * they are not the usual ones: {@code nl-tsm-resnet50}, {@code i3d_resnet50:32x224}, {@code tsm-resnet50:8x224x4}.
     *
     * @throws IllegalArgumentException if there is no such network
     */
    public static Workload named(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new IllegalArgumentException("expected a model such as %s, found %s".formatted("tsm-resnet50 or "
                    + "tsm-mobilenetv2:16x224, with frames and side", name));
        }
        Backbone backbone = Architectures.KNOWN.backbone(parts.group(2));
        int frames = parts.group(3) == null ? backbone.segments() : Integer.parseInt(parts.group(3));
        int size = parts.group(4) == null ? backbone.size() : Integer.parseInt(parts.group(4));
        int clips = parts.group(5) == null ? 1 : Integer.parseInt(parts.group(5));
        String form = parts.group(1);
        NetworkConfig config = switch (form) {
            case "online-" -> NetworkConfig.online(backbone, frames, CLASSES);
            case "tsm-", "nl-tsm-" -> NetworkConfig.tsm(backbone, frames, CLASSES);
            default -> NetworkConfig.tsn(backbone, frames, CLASSES);
        };
        if (form.startsWith("nl-")) {
            config = config.withNonLocality(
                    new NonLocality(NonLocal.Mode.EMBEDDED_GAUSSIAN, backbone.nonLocalBlocks(), true));
        }
        return new Workload(name, config, form.equals("online-"), size, clips);
    }

    /** The network, with the same parameters every time. */
    public TsmNetwork network() {
        return config.build(new SeededParameters());
    }

    /** Writes the network as a file of ours. */
    public void save(Path file) throws IOException {
        PretrainedNetwork.of(network(), Flavour.MIT, List.of(), size).save(file);
    }

    /** The frames of a clip that one call sees. */
    public int frames() {
        return streaming ? 1 : config.segments();
    }

    /** {@code [N, T·C, H, W]}, in a stream {@code [1, C, H, W]}; the same numbers every time. */
    public Tensor input() {
        return input(clips, frames() * config.channels(), size, size);
    }

    static Tensor input(int... shape) {
        Tensor input = Tensor.zeros(shape);
        Random random = new Random(1);
        for (int i = 0; i < input.size(); i++) {
            input.data()[i] = (float) random.nextGaussian();
        }
        return input;
    }

    /** Floating-point operations of one call, a multiply-add being two. */
    public double operations(TsmNetwork network) {
        return 2.0 * network.multiplyAdds(size) * clips * frames() / config.segments();
    }
}
