package io.github.tsmjava.video.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tsmjava.tensor.ShapeException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CropsTest {

    /** Windows as left,top and m for mirrored. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ONE | MIT | 343 | 256 | 224 | 60,16",
        "ONE | MMACTION2 | 343 | 256 | 224 | 59,16",
        "ONE | MIT | 455 | 256 | 224 | 116,16",
        "ONE | MMACTION2 | 455 | 256 | 224 | 115,16",
        // Half of 171 - 112 is 29.5; round gives the even 30.
        "ONE | TORCHVISION | 171 | 128 | 112 | 30,8",
        "THREE | MIT | 342 | 256 | 256 | 0,0 84,0 42,0",
        "THREE | MMACTION2 | 342 | 256 | 256 | 0,0 86,0 43,0",
        "THREE | MIT | 256 | 342 | 256 | 0,0 0,84 0,42",
        "THREE | MMACTION2 | 256 | 342 | 256 | 0,0 0,86 0,43",
        "THREE_HORIZONTAL | MIT | 256 | 342 | 256 | 0,42 0,42 0,42",
        "THREE | MIT | 340 | 256 | 224 | 0,16 116,16 58,16",
        "FIVE | MIT | 340 | 256 | 224 | 0,0 116,0 0,32 116,32 58,16",
        "TEN | MMACTION2 | 341 | 256 | 224 | 0,0 0,0m 116,0 116,0m 0,32 0,32m 116,32 116,32m 58,16 58,16m"})
    void windows(Crops crops, Flavour flavour, int width, int height, int size, String expected) {
        assertEquals(expected, crops.windows(width, height, size, flavour).stream()
                .map(window -> window.left() + "," + window.top() + (window.mirrored() ? "m" : ""))
                .collect(Collectors.joining(" ")));
    }

    @Test
    void counts() {
        for (Crops crops : Crops.values()) {
            assertEquals(crops.count(), crops.windows(300, 256, 224, Flavour.MIT).size());
        }
        assertEquals(Crops.TEN, Crops.of(10));
        assertThrows(IllegalArgumentException.class, () -> Crops.of(2));
    }

    @Test
    void smallPicturesAreRefused() {
        assertThrows(ShapeException.class, () -> Crops.ONE.windows(200, 256, 224, Flavour.MIT));
    }
}
