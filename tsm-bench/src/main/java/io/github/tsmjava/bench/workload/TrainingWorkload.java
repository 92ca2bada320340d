package io.github.tsmjava.bench.workload;

import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.tensor.Tensor;
import java.util.List;

/**
 * A training step: forward, cross entropy, backward, clipping of the gradients to a length of 20, momentum 0.9.
 *
 * @param name  as in the column {@code model} of the results
 * @param clips of 8 frames in a batch
 * @param size  H and W of every frame
 */
public record TrainingWorkload(String name, Workload network, int clips, int size) {

    /** The forward pass, and as many multiply-adds for either gradient. */
    private static final int PASSES = 3;

    public static final List<TrainingWorkload> ALL = List.of(
            new TrainingWorkload("tsm-mobilenetv2", Workload.TSM_MOBILENETV2, 16, 128),
            new TrainingWorkload("tsm-resnet50", Workload.TSM_RESNET50, 2, 224));

    /** @throws IllegalArgumentException if there is none of this name; names those there are */
    public static TrainingWorkload named(String name) {
        return ALL.stream().filter(workload -> workload.name.equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected a model among %s, found %s".formatted(
                        ALL.stream().map(TrainingWorkload::name).toList(), name)));
    }

    /** {@code [N, T, C, H, W]}; the same numbers every time. */
    Tensor input() {
        return Workload.input(clips, network.frames(), network.config().channels(), size, size);
    }

    /** Floating-point operations of a step but for those between convolutions, a multiply-add being two. */
    public double operations(TsmNetwork built) {
        return 2.0 * PASSES * clips * built.multiplyAdds(size);
    }
}
