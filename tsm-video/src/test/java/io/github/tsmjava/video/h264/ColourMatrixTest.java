package io.github.tsmjava.video.h264;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.video.Pictures;
import io.github.tsmjava.video.image.Image;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColourMatrixTest {

    private static final int[] VALUES = {0, 1, 16, 40, 81, 127, 128, 145, 200, 235, 240, 255};

    /** Kr and Kb of ITU-T H.273 for each matrix; each truncated product may cost one level. */
    @ParameterizedTest
    @CsvSource({
        "1, 0.2126, 0.0722", "2, 0.299, 0.114", "4, 0.30, 0.11", "5, 0.299, 0.114", "6, 0.299, 0.114",
        "7, 0.212, 0.087", "9, 0.2627, 0.0593"})
    void matrices(int code, double kr, double kb) {
        for (boolean fullRange : new boolean[] {false, true}) {
            ColourMatrix matrix = ColourMatrix.of(code, fullRange);
            for (int y : VALUES) {
                for (int u : VALUES) {
                    for (int v : VALUES) {
                        double luma = fullRange ? y : (y - 16) * 255 / 219.0;
                        double blue = (u - 128) * (fullRange ? 1 : 255 / 224.0);
                        double red = (v - 128) * (fullRange ? 1 : 255 / 224.0);
                        int rgb = Pictures.rgb(pixel(matrix, y, u, v), 0, 0);
                        double r = luma + 2 * (1 - kr) * red;
                        double b = luma + 2 * (1 - kb) * blue;
                        double g = luma - (kr * 2 * (1 - kr) * red + kb * 2 * (1 - kb) * blue) / (1 - kr - kb);
                        String what = "%d %d %d".formatted(y, u, v);
                        assertEquals(Math.clamp(r, 0, 255), rgb >> 16, 3, what);
                        assertEquals(Math.clamp(g, 0, 255), rgb >> 8 & 0xff, 3, what);
                        assertEquals(Math.clamp(b, 0, 255), rgb & 0xff, 3, what);
                    }
                }
            }
        }
    }

    private static Image pixel(ColourMatrix matrix, int y, int u, int v) {
        ColourMatrix.Planes planes = new ColourMatrix.Planes(new byte[] {(byte) (y - 128)},
                new byte[] {(byte) (u - 128)}, new byte[] {(byte) (v - 128)}, 1, 1);
        return matrix.toRgb(planes, 0, 0, 1, 1);
    }
}
