package io.github.tsmjava.bench.workload;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.architecture.Architectures;
import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.video.transform.Flavour;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * A network and what it is run on: a clip of 8 frames of 224², or one such frame of a stream.
 *
 * @param name as in the column {@code model} of the results
 */
public record Workload(String name, NetworkConfig config, boolean streaming) {

    /** H and W of every frame. */
    public static final int SIZE = 224;

    private static final int SEGMENTS = 8;
    private static final int CLASSES = 400;

    public static final Workload TSM_RESNET50 =
            clip("tsm-resnet50", NetworkConfig.tsm(backbone("resnet50"), SEGMENTS, CLASSES));
    public static final Workload TSN_RESNET50 =
            clip("tsn-resnet50", NetworkConfig.tsn(backbone("resnet50"), SEGMENTS, CLASSES));
    static final Workload TSM_MOBILENETV2 =
            clip("tsm-mobilenetv2", NetworkConfig.tsm(backbone("mobilenetv2"), SEGMENTS, CLASSES));
    static final Workload ONLINE_MOBILENETV2 = new Workload("online-mobilenetv2",
            NetworkConfig.online(backbone("mobilenetv2"), SEGMENTS, CLASSES), true);

    public static final List<Workload> ALL = List.of(TSM_RESNET50, TSN_RESNET50, TSM_MOBILENETV2, ONLINE_MOBILENETV2);

    private static Backbone backbone(String name) {
        return Architectures.KNOWN.backbone(name);
    }

    private static Workload clip(String name, NetworkConfig config) {
        return new Workload(name, config, false);
    }

    /** @throws IllegalArgumentException if there is none of this name; names those there are */
    public static Workload named(String name) {
        return ALL.stream().filter(workload -> workload.name.equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected a model among %s, found %s".formatted(
                                ALL.stream().map(Workload::name).toList(), name)));
    }

    /** The network, with the same parameters every time. */
    public TsmNetwork network() {
        return config.build(new SeededParameters());
    }

    /** Writes the network as a file of ours. */
    public void save(Path file) throws IOException {
        PretrainedNetwork.of(network(), Flavour.MIT, List.of(), SIZE).save(file);
    }

    /** The frames one call sees. */
    public int frames() {
        return streaming ? 1 : SEGMENTS;
    }

    /** {@code [1, T·C, H, W]}, in a stream {@code [1, C, H, W]}; the same numbers every time. */
    public Tensor input() {
        return input(1, frames() * config.channels(), SIZE, SIZE);
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
        return 2.0 * network.multiplyAdds(SIZE) * frames() / SEGMENTS;
    }
}
