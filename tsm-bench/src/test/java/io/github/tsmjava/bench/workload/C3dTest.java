package io.github.tsmjava.bench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class C3dTest {

    /** The paper's network on Sports-1M; later papers state 38.5 billion. */
    @Test
    void cost() {
        List<C3d.Layer> layers = C3d.layers(487);
        assertEquals(List.of("conv1a", "conv2a", "conv3a", "conv3b", "conv4a", "conv4b", "conv5a", "conv5b", "fc6",
                "fc7", "fc8"), layers.stream().map(C3d.Layer::name).toList());
        assertEquals(16L * 56 * 56 * 128 * 64 * 27, layers.get(1).multiplyAdds());
        assertEquals(2L * 7 * 7 * 512 * 512 * 27, layers.get(7).multiplyAdds());
        assertEquals(38.5, C3d.multiplyAdds(487) / 1e9, 0.05);
    }
}
