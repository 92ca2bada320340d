package io.github.tsmjava.train.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.video.image.Image;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageOperationTest {

    private static final int WIDTH = 37;
    private static final int HEIGHT = 29;

    private static Image pattern() {
        byte[] pixels = new byte[WIDTH * HEIGHT * 3];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / 3 % WIDTH;
            int y = i / 3 / WIDTH;
            int channel = i % 3;
            int value = x * x * (channel + 1) + y * y * 3 + 7 * x * y + channel * 41;
            pixels[i] = (byte) (20 + value % (180 + 10 * channel));
        }
        return Image.of(WIDTH, HEIGHT, pixels);
    }

    private static Image apply(ImageOperation operation, double strength, int fill, Image image) {
        return operation.of(strength, fill, new Random(1)).apply(image);
    }

    /** Checksums of what Pillow 9.4 makes of the same picture. */
    @ParameterizedTest
    @CsvSource({
        "SHEAR_X, 0.3, 0, 3082475223",
        "SHEAR_Y, 0.3, 0, 2063518161",
        "TRANSLATE_X, 0.3, 0, 3386490853",
        "TRANSLATE_Y, 0.3, 0, 3146072339",
        "SHEAR_X, -0.27, 128, 2049281323",
        "SHEAR_Y, -0.27, 128, 1776580393",
        "TRANSLATE_X, -0.27, 128, 496083601",
        "TRANSLATE_Y, -0.27, 128, 3160470193",
        "ROTATE, 27.0, 0, 1966931730",
        "ROTATE, -13.5, 128, 1961526844",
        "ROTATE, 90.0, 0, 2938303788",
        "POSTERIZE, 1, 0, 1055025216",
        "POSTERIZE, 3, 0, 819577374",
        "POSTERIZE, 8, 0, 2637264265",
        "SOLARIZE, 25.6, 0, 2418536261",
        "SOLARIZE, 128, 0, 913148618",
        "SOLARIZE, 230.4, 0, 2637264265",
        "COLOR, 0.1, 0, 4239764182",
        "CONTRAST, 0.1, 0, 150797732",
        "BRIGHTNESS, 0.1, 0, 354556516",
        "SHARPNESS, 0.1, 0, 730518089",
        "COLOR, 0.64, 0, 3442508544",
        "CONTRAST, 0.64, 0, 583866331",
        "BRIGHTNESS, 0.64, 0, 14863429",
        "SHARPNESS, 0.64, 0, 1186319551",
        "COLOR, 1.72, 0, 2476748530",
        "CONTRAST, 1.72, 0, 1518206138",
        "BRIGHTNESS, 1.72, 0, 2294707359",
        "SHARPNESS, 1.72, 0, 3891911556",
        "COLOR, 2.5, 0, 4257523360",
        "CONTRAST, 2.5, 0, 4227781451",
        "BRIGHTNESS, 2.5, 0, 2457401684",
        "SHARPNESS, 2.5, 0, 3555767276",
        "AUTO_CONTRAST, 0, 0, 3638779198",
        "EQUALIZE, 0, 0, 2561712553",
        "INVERT, 0, 0, 2393766002"})
    void pixelsAreThoseOfPillow(ImageOperation operation, double strength, int fill, long expected) {
        Image image = pattern();
        Image changed = apply(operation, strength, fill, image);
        CRC32 crc = new CRC32();
        crc.update(changed.data());
        assertEquals(expected, crc.getValue());
        assertArrayEquals(pattern().data(), image.data(), "the picture itself stays");
    }

    @ParameterizedTest
    @CsvSource({"SHEAR_X, 0", "SHEAR_Y, 0", "TRANSLATE_X, 0", "TRANSLATE_Y, 0", "ROTATE, 0", "POSTERIZE, 8",
            "SOLARIZE, 256",
        "COLOR, 1", "CONTRAST, 1", "BRIGHTNESS, 1", "SHARPNESS, 1", "CUTOUT, 0"})
    void someStrengthsChangeNothing(ImageOperation operation, double strength) {
        assertArrayEquals(pattern().data(), apply(operation, strength, 7, pattern()).data());
    }

    @Test
    void directionsAreAsDescribed() {
        byte[] pixels = new byte[9 * 9 * 3];
        int left = (4 * 9 + 1) * 3;
        pixels[left] = (byte) 200;
        Image dot = Image.of(9, 9, pixels);
        assertEquals((byte) 200, apply(ImageOperation.TRANSLATE_X, 1 / 3.0, 0, dot).data()[left + 9], "right");
        assertEquals((byte) 200, apply(ImageOperation.TRANSLATE_Y, 1 / 3.0, 0, dot).data()[left + 3 * 27], "down");
        assertEquals((byte) 200, apply(ImageOperation.ROTATE, 90, 0, dot).data()[(7 * 9 + 4) * 3],
                "counterclockwise, the left comes down");
        byte[] low = new byte[9 * 9 * 3];
        low[(8 * 9 + 1) * 3] = (byte) 200;
        assertEquals((byte) 200, apply(ImageOperation.SHEAR_X, 0.5, 0, Image.of(9, 9, low)).data()[(8 * 9 + 3) * 3],
                "four rows below the centre, two to the right");
    }

    @Test
    void cutoutCoversTheSameSquareOfAllPictures() {
        Random random = new Random(3);
        for (int attempt = 0; attempt < 200; attempt++) {
            UnaryOperator<Image> cutout = ImageOperation.CUTOUT.of(0.4, 0, random);
            byte[] first = cutout.apply(uniform(1)).data();
            byte[] second = cutout.apply(uniform(2)).data();
            int covered = 0;
            for (int i = 0; i < first.length; i++) {
                assertEquals(first[i] == (byte) 128, second[i] == (byte) 128);
                covered += first[i] == (byte) 128 ? 1 : 0;
            }
            assertTrue(covered > 0 && covered <= 3 * 13 * 13, covered + " bytes");
        }
    }

    private static Image uniform(int value) {
        byte[] pixels = new byte[WIDTH * HEIGHT * 3];
        Arrays.fill(pixels, (byte) value);
        return Image.of(WIDTH, HEIGHT, pixels);
    }

    @Test
    void picturesOfOneColourAndOfOnePixelAreTaken() {
        for (Image image : List.of(uniform(90), Image.of(1, 1, new byte[] {1, 2, 3}), Image.of(2, 1, new byte[6]))) {
            for (ImageOperation operation : ImageOperation.values()) {
                Image changed = apply(operation, 0.5, 0, image);
                assertEquals(image.toString(), changed.toString());
                if (operation == ImageOperation.EQUALIZE || operation == ImageOperation.AUTO_CONTRAST) {
                    assertArrayEquals(image.data(), changed.data());
                }
            }
        }
    }

    @Test
    void strengthsWithoutMeaningAreRefused() {
        Random random = new Random(1);
        assertThrows(ShapeException.class, () -> ImageOperation.POSTERIZE.of(9, 0, random));
        assertThrows(ShapeException.class, () -> ImageOperation.POSTERIZE.of(-1, 0, random));
        assertThrows(ShapeException.class, () -> ImageOperation.COLOR.of(-0.1, 0, random));
        assertThrows(ShapeException.class, () -> ImageOperation.ROTATE.of(Double.NaN, 0, random));
    }

    @Test
    void strengthsOfThePublishedMagnitudes() {
        assertEquals(15.471, Math.toDegrees(Math.atan(
                AugmentationSpace.IMGAUG.strength(ImageOperation.SHEAR_X, 0.9, 1))), 1e-9);
        assertEquals(-0.18, AugmentationSpace.IMGAUG.strength(ImageOperation.TRANSLATE_Y, 0.9, -1), 1e-9);
        assertEquals(3, AugmentationSpace.IMGAUG.strength(ImageOperation.POSTERIZE, 0.9, 1));
        assertEquals(230.4, AugmentationSpace.IMGAUG.strength(ImageOperation.SOLARIZE, 0.9, 1), 1e-9);
        assertEquals(1.72, AugmentationSpace.IMGAUG.strength(ImageOperation.SHARPNESS, 0.9, -1), 1e-9);
        assertEquals(0.19, AugmentationSpace.PYTORCHVIDEO.strength(ImageOperation.COLOR, 0.9, -1), 1e-9);
        assertEquals(1, AugmentationSpace.PYTORCHVIDEO.strength(ImageOperation.POSTERIZE, 0.9, 1));
        assertEquals(0.64, AugmentationSpace.AUG_MIX.strength(ImageOperation.COLOR, 0.3, -1), 1e-9);
        assertEquals(List.of(15, 14, 13), List.of(AugmentationSpace.values()).stream()
                .map(space -> space.operations().size()).toList());
    }

    @Test
    void everyStrengthOfEveryLevelIsAllowed() {
        for (AugmentationSpace space : AugmentationSpace.values()) {
            for (ImageOperation operation : space.operations()) {
                IntStream.rangeClosed(0, 100).forEach(level ->
                        space.draw(operation, level / 100.0, new Random(level)).apply(pattern()));
            }
        }
    }
}
