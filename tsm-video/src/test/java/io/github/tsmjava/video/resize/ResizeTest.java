package io.github.tsmjava.video.resize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.video.Pictures;
import io.github.tsmjava.video.image.Image;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizeTest {

    private static final Image ROW = Pictures.grey(6, 1, 0, 50, 100, 150, 200, 250);
    private static final Image SQUARE = Pictures.grey(8, 8, IntStream.range(0, 64).map(i -> 4 * i).toArray());

    @ParameterizedTest
    @CsvSource({
        "PIL, 4, 19 89 161 231",
        "PIL, 3, 36 125 214",
        "PIL, 2, 63 188",
        "PIL, 9, 0 25 58 92 125 158 192 225 250",
        "PIL, 12, 0 13 38 63 88 113 138 163 188 213 238 250",
        "OPENCV, 4, 13 88 163 238",
        "OPENCV, 3, 25 125 225",
        "OPENCV, 2, 50 200",
        "OPENCV, 9, 0 25 58 92 125 158 192 225 250",
        "OPENCV, 12, 0 13 38 63 88 113 138 163 188 213 238 250",
        // Four of six pixels lie at 0.25, 1.75, 3.25 and 4.75: 12.5, 87.5, 162.5 and 237.5, halves go to the even number.
        "TORCHVISION, 4, 12 88 162 238",
        "TORCHVISION, 3, 25 125 225",
        "TORCHVISION, 2, 50 200",
        "TORCHVISION, 9, 0 25 58 92 125 158 192 225 250",
        "TORCHVISION, 12, 0 12 38 62 88 112 138 162 188 212 238 250"})
    void row(Resize resize, int width, String expected) {
        assertArrayEquals(numbers(expected), Pictures.reds(resize.to(ROW, width, 1)));
    }

    @ParameterizedTest
    @CsvSource({
        "PIL, 4, 26 33 41 48 83 90 98 105",
        "PIL, 5, 15 21 27 33 39 64 70 76 82 88",
        "OPENCV, 4, 18 26 34 42 82 90 98 106",
        "OPENCV, 5, 11 17 24 30 36 62 68 75 81 87",
        // The mean of 2 x 2 pixels: 0, 4, 32 and 36 are 18; of the second row of four, 64, 68, 96 and 100 are 82.
        "TORCHVISION, 4, 18 26 34 42 82 90 98 106"})
    void squareStartsWith(Resize resize, int side, String expected) {
        assertArrayEquals(numbers(expected), Arrays.copyOf(Pictures.reds(resize.to(SQUARE, side, side)), 2 * side));
    }

    @ParameterizedTest
    @CsvSource({
        "PIL, 176, 100, 450 x 256", "OPENCV, 176, 100, 451 x 256",
        "PIL, 320, 240, 341 x 256", "OPENCV, 320, 240, 341 x 256",
        "PIL, 427, 240, 455 x 256", "OPENCV, 427, 240, 455 x 256",
        "PIL, 171, 128, 342 x 256", "OPENCV, 171, 128, 342 x 256",
        "PIL, 100, 176, 256 x 450", "OPENCV, 100, 176, 256 x 451",
        "TORCHVISION, 176, 100, 341 x 256", "TORCHVISION, 100, 176, 341 x 256"})
    void shortSide(Resize resize, int width, int height, String expected) {
        assertEquals(expected, resize.shortSide(Pictures.grey(width, height, new int[width * height]), 256).toString());
    }

    /** The size of the presets of {@code r2plus1d_18} and its relatives. */
    @Test
    void torchvisionSqueezesFramesToTheSizeOfItsPreset() {
        assertEquals("171 x 128",
                Resize.TORCHVISION.shortSide(Pictures.grey(340, 256, new int[340 * 256]), 128).toString());
    }

    @Test
    void rightSizeIsLeftAlone() {
        Image image = Pictures.grey(340, 256, new int[340 * 256]);
        assertSame(image, Resize.PIL.shortSide(image, 256));
        assertSame(image, Resize.OPENCV.shortSide(image, 256));
    }

    @Test
    void extremeShapesAreRefused() {
        Image line = Pictures.grey(16000, 1, new int[16000]);
        assertThrows(ShapeException.class, () -> Resize.PIL.shortSide(line, 256));
        assertThrows(ShapeException.class, () -> Resize.OPENCV.shortSide(line, 256));
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }
}
