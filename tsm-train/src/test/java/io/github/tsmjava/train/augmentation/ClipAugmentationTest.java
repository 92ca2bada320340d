package io.github.tsmjava.train.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.video.image.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClipAugmentationTest {

    private static final int SIDE = 20;

    static Stream<ClipAugmentation> policies() {
        return Stream.of(RandAugment.imgaug(2, 9), RandAugment.pytorchVideo(2, 9), RandAugment.pytorchVideo(14, 0),
                new AugMix(3), new AugMix(10, 5), new Light(0.6));
    }

    private static Image noise(long seed) {
        byte[] pixels = new byte[SIDE * SIDE * 3];
        new Random(seed).nextBytes(pixels);
        return Image.of(SIDE, SIDE, pixels);
    }

    private static Image grey(int value) {
        byte[] pixels = new byte[SIDE * SIDE * 3];
        Arrays.fill(pixels, (byte) value);
        return Image.of(SIDE, SIDE, pixels);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void allFramesShareADrawAndDrawsDiffer(ClipAugmentation policy) {
        Set<Integer> results = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            List<Image> changed = policy.apply(List.of(noise(1), noise(2), noise(1)), new Random(seed));
            assertEquals(3, changed.size());
            assertArrayEquals(changed.get(0).data(), changed.get(2).data());
            List<Image> alone = policy.apply(List.of(noise(2)), new Random(seed));
            assertArrayEquals(alone.getFirst().data(), changed.get(1).data(), "depends on the seed alone");
            results.add(Arrays.hashCode(changed.get(0).data()));
        }
        assertTrue(results.size() > 90, results.size() + " different results");
    }

    @Test
    void halfOfPytorchVideosDrawsAreApplied() {
        Image image = noise(5);
        int unchanged = 0;
        for (int seed = 0; seed < 3000; seed++) {
            Image changed = RandAugment.pytorchVideo(1, 9).apply(List.of(image), new Random(seed)).getFirst();
            unchanged += Arrays.equals(changed.data(), image.data()) ? 1 : 0;
        }
        assertEquals(0.5, unchanged / 3000.0, 0.04);
    }

    @Test
    void operationsOfImgaugAreAppliedInOrder() {
        Image image = noise(6);
        List<Image> possible = new ArrayList<>();
        for (int sign : new int[] {-1, 1}) {
            Image sheared = ImageOperation.SHEAR_X.of(
                    AugmentationSpace.IMGAUG.strength(ImageOperation.SHEAR_X, 0.9, sign), 0, new Random()).apply(image);
            possible.add(ImageOperation.INVERT.of(0, 0, new Random()).apply(sheared));
        }
        // Black that comes in becomes white where the inversion is second, and stays black otherwise.
        RandAugment policy = RandAugment.imgaug(2, 9);
        long found = 0;
        for (int seed = 0; seed < 4000; seed++) {
            Image changed = policy.apply(List.of(image), new Random(seed)).getFirst();
            found += possible.stream().filter(one -> Arrays.equals(one.data(), changed.data())).count();
        }
        assertTrue(found > 15 && found < 70, found + " of 4000, expected one in 105");
    }

    @Test
    void whatNoOperationChangesIsBlendedToItself() {
        Image grey = grey(128);
        int same = 0;
        for (int seed = 0; seed < 300; seed++) {
            byte[] blended = new AugMix(3).apply(List.of(grey), new Random(seed)).getFirst().data();
            same += Arrays.equals(grey.data(), blended) ? 1 : 0;
        }
        // Brightness alone changes this grey: one of 13 operations, six of which are drawn on average.
        assertTrue(same > 140 && same < 240, same + " of 300");
    }

    /** Twice as much light at most, and half of it at least. */
    @Test
    void lightIsWithinItsStrength() {
        Image grey = grey(100);
        int darkest = 255;
        int brightest = 0;
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            // Contrast is about the mean, so a picture of one colour shows the brightness alone.
            int grown = new Light(1).apply(List.of(grey), random).getFirst().data()[0] & 0xff;
            darkest = Math.min(darkest, grown);
            brightest = Math.max(brightest, grown);
        }
        assertTrue(darkest >= 50 && darkest <= 52 && brightest >= 196 && brightest <= 200, darkest + " to " + brightest);
    }

    @Test
    void badSettingsAreRefused() {
        assertThrows(ShapeException.class, () -> new Light(0));
        assertThrows(ShapeException.class, () -> new Light(3));
        assertThrows(ShapeException.class, () -> RandAugment.imgaug(16, 9));
        assertThrows(ShapeException.class, () -> RandAugment.imgaug(0, 9));
        assertThrows(ShapeException.class, () -> RandAugment.pytorchVideo(2, 10.5));
        assertThrows(ShapeException.class, () -> new AugMix(0.1));
        assertThrows(ShapeException.class, () -> new AugMix(3, 1));
    }
}
