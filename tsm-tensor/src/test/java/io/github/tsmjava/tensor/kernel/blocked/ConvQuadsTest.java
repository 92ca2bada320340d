package io.github.tsmjava.tensor.kernel.blocked;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvQuadsTest {

    /** What {@link BlockedKernelsTest} and the tests of plans compute with them is right with more quads, too, but slower. */
    @ParameterizedTest
    @CsvSource({"24, 3, 16, 7", "24, 3, 8, 7", "24, 3, 4, 8", "64, 8, 16, 16", "112, 14, 16, 29", "16, 2, 16, 5", "6, 1, 8, 3"})
    void aGroupBeginsWithItsFirstChannel(int channels, int fold, int lanes, int count) {
        Maps x = new Maps(2, channels, 1, 1, 0, 0, lanes);
        assertEquals(count, ConvQuads.blocked(x, 1, 0, new FoldOffsets(fold, 1, -1, 2, false)).count());
    }
}
