package io.github.tsmjava.bench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TemporalLayerTest {

    /** A shift costs neither; (2+1)D has 144 channels between its parts of 64, as torchvision's first one has. */
    @Test
    void costs() {
        String map = "64x56";
        long pixels = 8 * 56 * 56;
        assertEquals(64 * 64, TemporalLayer.CONV2D_1X1.parameters(map));
        assertEquals(64 * 64, TemporalLayer.SHIFT_1X1.parameters(map));
        assertEquals(3 * 64 * 64, TemporalLayer.CONV3D_3X1X1.parameters(map));
        assertEquals(9 * 64 * 64, TemporalLayer.SHIFT_3X3.parameters(map));
        assertEquals(144 * 64 * 9 + 64 * 144 * 3, TemporalLayer.CONV2PLUS1D.parameters(map));
        assertEquals(27 * 64 * 64, TemporalLayer.CONV3D_3X3X3.parameters(map));
        assertEquals(pixels * 9 * 64 * 64, TemporalLayer.SHIFT_3X3.multiplyAdds(map));
        assertEquals(pixels * 27 * 64 * 64, TemporalLayer.CONV3D_3X3X3.multiplyAdds(map));
    }

    @Test
    void formsAreFound() {
        for (TemporalLayer layer : TemporalLayer.values()) {
            assertEquals(layer, TemporalLayer.named(layer.form()));
            assertEquals(layer.plain(), layer.plain().plain());
        }
        assertThrows(IllegalArgumentException.class, () -> TemporalLayer.named("conv4d"));
    }
}
