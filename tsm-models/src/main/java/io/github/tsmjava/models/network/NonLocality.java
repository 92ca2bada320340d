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

    public NonLocality {
        blocks = List.copyOf(blocks);
    }

    /** Whether any block is followed by a non-local one. */
    public boolean isPresent() {
        return !blocks.isEmpty();
    }
}
