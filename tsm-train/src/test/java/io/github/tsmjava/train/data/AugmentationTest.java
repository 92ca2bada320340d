package io.github.tsmjava.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.train.data.RandomCrop.Window;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.train.random.Randomness;
import io.github.tsmjava.video.transform.Modality;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AugmentationTest {

    @Test
    void windowSizesOfAPublishedExample() {
        String sizes = MultiScaleCrop.of(Modality.RGB).sizes(340, 256, 224).stream()
                .map(size -> size[0] + "x" + size[1]).collect(Collectors.joining(" "));
        assertEquals("256x256 224x256 256x224 224x224 192x224 224x192 192x192 168x192 192x168 168x168", sizes);
        assertEquals(7, MultiScaleCrop.of(Modality.FLOW).sizes(340, 256, 224).size());
    }

    @Test
    void everyPlaceIsDrawnAndWithinTheFrame() {
        MultiScaleCrop crop = new MultiScaleCrop(List.of(0.5));
        Random random = new Random(1);
        Set<Window> windows = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            windows.add(crop.draw(34, 26, 224, random));
        }
        assertEquals(13, windows.size());
        assertTrue(windows.contains(new Window(20, 12, 13, 13)));
        assertTrue(windows.contains(new Window(5, 9, 13, 13)));
    }

    @Test
    void windowsFitIntoFramesOfAllSizes() {
        Random random = new Random(2);
        for (int i = 0; i < 5000; i++) {
            int width = 1 + random.nextInt(300);
            int height = 1 + random.nextInt(300);
            for (RandomCrop crop : List.of(MultiScaleCrop.of(Modality.RGB), new RandomResizedCrop())) {
                Window window = crop.draw(width, height, 1 + random.nextInt(300), random);
                assertTrue(window.left() >= 0 && window.top() >= 0 && window.width() >= 1 && window.height() >= 1
                        && window.left() + window.width() <= width && window.top() + window.height() <= height,
                        window + " in %d x %d".formatted(width, height));
            }
        }
    }

    @Test
    void resizedWindowsHaveAreasAndRatiosWithinTheLimits() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            Window window = new RandomResizedCrop().draw(400, 300, 224, random);
            double ratio = (double) window.width() / window.height();
            double area = window.width() * window.height() / (400.0 * 300);
            assertTrue(ratio > 0.73 && ratio < 1.36 && area > 0.077 && area <= 1, window.toString());
        }
    }

    @Test
    void scalesOutsideOfTheFrameAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new MultiScaleCrop(List.of(1.0, 1.1)));
        assertThrows(IllegalArgumentException.class, () -> new MultiScaleCrop(List.of()));
    }

    @Test
    void sidesAreExchangedInAnyOrderOfTheClasses() {
        assertEquals(List.of(1, 0, 2, 4, 3), Flip.exchangingSides(List.of("Swiping Left", "Swiping Right",
                "Shaking Hand", "Sliding Two Fingers Right", "Sliding Two Fingers Left")).mirrored());
        assertEquals(List.of(2, 3, 0, 1), Flip.exchangingSides(List.of("Pulling something from left to right",
                "Turning the camera left while filming something", "Pulling something from right to left",
                "Turning the camera right while filming something")).mirrored());
        assertEquals(List.of(1, 0, 3, 2), Flip.exchangingSides(List.of("draw_circle_CW", "draw_circle_CCW",
                "Turning Hand Counterclockwise", "Turning Hand Clockwise")).mirrored());
        assertEquals(List.of(1, 0, 3, 2), Flip.exchangingSides(List.of("counter-clockwise", "clockwise",
                "turn_clockwise_once", "turn_counter_clockwise_once")).mirrored());
        assertEquals(List.of(1, 0, 3, 2), Flip.exchangingSides(List.of("SwipeLeft", "SwipeRight", "TurnAntiClockwise",
                "TurnClockwise")).mirrored());
    }

    @Test
    void gesturesAreMirroredAsTheyAreDrawn() {
        assertEquals(Arrays.stream(Gesture.values()).map(gesture -> gesture.mirrored().ordinal()).toList(),
                Flip.exchangingSides(Gesture.labels()).mirrored());
    }

    @Test
    void aSideWithoutACounterpartIsNeverMirrored() {
        Flip flip = Flip.exchangingSides(List.of("lift the left arm", "put upright", "bright light"));
        assertFalse(flip.allows(0));
        assertTrue(flip.allows(1) && flip.allows(2));
        assertEquals(2, flip.mirror(2));
        assertFalse(Flip.NONE.allows(1));
    }

    @Test
    void sidesWithinWordsAreSeen() {
        assertEquals(List.of(1, 0, 3, 2), Flip.exchangingSides(List.of("moving leftwards", "moving rightwards",
                "left-handed wave", "right-handed wave")).mirrored());
        assertEquals(List.of(-1, -1, 2), Flip.exchangingSides(List.of("SWIPELEFT", "swiperight", "leftover food"))
                .mirrored());
    }

    @Test
    void ordersArePermutationsOfSeedAndEpoch() {
        int[] order = new Randomness(5).order(3, 100);
        assertArrayEquals(order, new Randomness(5).order(3, 100));
        assertNotEquals(Arrays.toString(order), Arrays.toString(new Randomness(5).order(4, 100)));
        assertNotEquals(Arrays.toString(order), Arrays.toString(new Randomness(6).order(3, 100)));
        assertArrayEquals(IntStream.range(0, 100).toArray(), Arrays.stream(order).sorted().toArray());
    }

    @Test
    void drawsOfNeighboursDiffer() {
        Set<Long> draws = new HashSet<>();
        for (int epoch = 0; epoch < 30; epoch++) {
            for (int index = 0; index < 100; index++) {
                draws.add(new Randomness(1).clip(epoch, index).nextLong());
            }
        }
        assertEquals(3000, draws.size());
    }
}
