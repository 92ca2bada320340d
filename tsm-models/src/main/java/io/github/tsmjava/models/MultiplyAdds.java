package io.github.tsmjava.models;

import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.graph.Graph;

/**
 * Counts the multiply-accumulates of a network, what papers report as FLOPs: convolutions, linear layers and the two
 * matrix products of a non-local block. Batch norm folds into convolutions and counts nothing; the shift has none.
 */
public final class MultiplyAdds {

    private MultiplyAdds() {
    }

    /**
     * The multiply-accumulates of one clip of T frames of {@code size × size} pixels.
     *
     * @throws io.github.tsmjava.tensor.ShapeException if frames of that size do not fit the network
     */
    public static long perClip(TsmNetwork network, int size) {
        NetworkConfig config = network.config();
        return Graph.of(network, 1, config.segments() * config.channels(), size, size).multiplyAdds();
    }
}
