package io.github.tsmjava.bench.workload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.blocked.Maps;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A benchmark that compares forms must compute the same in all of them. */
class ShiftedConvolutionTest {

    @ParameterizedTest
    @CsvSource({"32x6x16, 8", "24x7x48, 8", "64x3x24, 2", "48x5x16, 32"})
    void allFormsComputeTheSame(String map, int div) {
        float[] shifted = run(map, "copy/" + div);
        assertArrayEquals(shifted, run(map, "in-place/" + div), 0);
        assertArrayEquals(shifted, unblocked(map, run(map, "fused/" + div)), 1e-4f);
        float[] unshifted = run(map, "conv/" + div);
        assertArrayEquals(unshifted, unblocked(map, run(map, "plan/" + div)), 1e-4f);
        assertArrayEquals(unshifted, unblocked(map, run(map, "planted/" + div)), 1e-4f);
        assertFalse(Arrays.equals(shifted, unshifted));
    }

    private static float[] run(String map, String form) {
        try (WorkerPool pool = new WorkerPool(1)) {
            return ShiftedConvolution.of(map, form).run(pool);
        }
    }

    private static float[] unblocked(String map, float[] blocked) {
        int[] sizes = Arrays.stream(map.split("x")).mapToInt(Integer::parseInt).toArray();
        int side = sizes[1];
        int outputs = sizes[2];
        Maps maps = new Maps(ShiftedConvolution.SEGMENTS, outputs, side, side, 0, 0, Kernels.get().blocked().lanes());
        float[] plain = new float[ShiftedConvolution.SEGMENTS * outputs * side * side];
        for (int i = 0; i < plain.length; i++) {
            int plane = i / (side * side);
            plain[i] = blocked[plane / outputs * maps.frameStride() + maps.channel(plane % outputs)
                    + maps.pixel(i / side % side, i % side)];
        }
        return plain;
    }

    @Test
    void mapsAndForms() {
        assertEquals(4 * 8 * 32 * 36, ShiftedConvolution.bytes("32x6x16"));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                () -> ShiftedConvolution.of("32x6x16", "moved"));
        assertTrue(e.getMessage().contains("moved") && e.getMessage().contains("in-place"), e.getMessage());
    }
}
