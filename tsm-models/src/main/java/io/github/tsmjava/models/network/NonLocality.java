package io.github.tsmjava.models.network;

import io.github.tsmjava.nn.NonLocal;
import java.util.List;

/**
 * Which blocks of a network are followed by a non-local block.
 *
 * @param mode       how a query weighs the keys
 * @param blocks     the blocks by name, as in {@code layer2.0}; empty for none
 * @param outputBias whether the output convolution has a bias, as MIT's has and mmcv's has not
 */
public record NonLocality(NonLocal.Mode mode, List<String> blocks, boolean outputBias) {

    /** No non-local block at all. */
    public static final NonLocality NONE = new NonLocality(NonLocal.Mode.EMBEDDED_GAUSSIAN, List.of(), true);

    /** The five blocks of a ResNet-50 behind which MIT and MMAction2 put one. */
    public static final List<String> RESNET50_BLOCKS = List.of("layer2.0", "layer2.2", "layer3.0", "layer3.2", "layer3.4");

    public NonLocality {
        blocks = List.copyOf(blocks);
    }

    /** Whether any block is followed by a non-local one. */
    public boolean isPresent() {
        return !blocks.isEmpty();
    }
}
