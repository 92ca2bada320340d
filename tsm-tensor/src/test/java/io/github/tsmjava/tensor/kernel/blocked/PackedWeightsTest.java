package io.github.tsmjava.tensor.kernel.blocked;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.kernel.base.CacheLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedWeightsTest {

    private static final int LARGE = 600_000;

    @Test
    void weightsOfAPlanShareArraysAndNoElement() {
        Random random = new Random(9);
        PackedWeights.Memory memory = PackedWeights.Memory.shared();
        List<PackedWeights> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int size = 1 + random.nextInt(i % 20 == 0 ? 2 * LARGE : 50_000);
            PackedWeights weights = memory.reserve(size);
            assertEquals(0, (weights.at() - CacheLines.FIRST) % CacheLines.LENGTH);
            for (int k = 0; k < size; k++) {
                assertEquals(0, weights.array()[weights.at() + k], "reserved before");
                weights.array()[weights.at() + k] = 1;
            }
            all.add(weights);
        }
        long arrays = all.stream().map(weights -> System.identityHashCode(weights.array())).distinct().count();
        assertTrue(arrays < 40, arrays + " arrays");
    }

    @Test
    void largeWeightsAndThoseOfNoPlanHaveAnArrayOfTheirOwn() {
        PackedWeights.Memory shared = PackedWeights.Memory.shared();
        PackedWeights small = shared.reserve(10);
        assertNotSame(small.array(), shared.reserve(LARGE).array());
        assertSame(small.array(), shared.reserve(10).array());
        PackedWeights.Memory separate = PackedWeights.Memory.separate();
        assertNotSame(separate.reserve(10).array(), separate.reserve(10).array());
    }
}
