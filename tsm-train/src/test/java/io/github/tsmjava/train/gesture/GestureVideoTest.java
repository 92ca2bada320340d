package io.github.tsmjava.train.gesture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.train.gesture.drawing.Ease;
import io.github.tsmjava.train.gesture.drawing.SeededRandom;
import io.github.tsmjava.train.streams.StreamEvent;
import io.github.tsmjava.video.image.Image;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GestureVideoTest {

    private static final int FRAMES = 7;
    private static final int SIZE = 40;

    private static List<Image> frames(Gesture gesture, long seed) {
        try (GestureVideo video = new GestureVideo(gesture, seed, FRAMES, SIZE, Scenery.VARIED)) {
            return video.frames(IntStream.range(0, FRAMES).toArray());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameSeedGivesTheSamePixels(Gesture gesture) {
        List<Image> clip = frames(gesture, 5);
        List<Image> again = frames(gesture, 5);
        List<Image> other = frames(gesture, 6);
        for (int i = 0; i < FRAMES; i++) {
            assertArrayEquals(clip.get(i).data(), again.get(i).data());
            assertFalse(Arrays.equals(clip.get(i).data(), other.get(i).data()));
        }
    }

    /** Frames do not depend on which others were fetched. */
    @Test
    void framesComeInAnyOrder() {
        List<Image> clip = frames(Gesture.SHAKE, 1);
        List<Image> some = new GestureVideo(Gesture.SHAKE, 1, FRAMES, SIZE, Scenery.VARIED).frames(4, 1, 4);
        assertArrayEquals(clip.get(4).data(), some.get(0).data());
        assertArrayEquals(clip.get(1).data(), some.get(1).data());
        assertSame(some.get(0), some.get(2));
    }

    /** What makes order the only difference between the gestures of a pair. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"SHAKE", "NONE"})
    void backwardsIsTheOtherGestureOfThePair(Gesture gesture) {
        for (long seed = 0; seed < 5; seed++) {
            List<Image> clip = frames(gesture, seed);
            List<Image> partner = frames(gesture.reversed(), seed);
            for (int i = 0; i < FRAMES; i++) {
                assertArrayEquals(clip.get(i).data(), partner.get(FRAMES - 1 - i).data());
            }
            assertFalse(Arrays.equals(clip.getFirst().data(), clip.getLast().data()));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void theEventIsWhenTheGestureIsMade(Gesture gesture) {
        for (long seed = 0; seed < 20; seed++) {
            StreamEvent event = video(gesture, seed).event().orElseThrow();
            StreamEvent partner = video(gesture.reversed(), seed).event().orElseThrow();
            assertEquals(gesture.label(), event.label());
            assertTrue(event.end() <= Course.CLIP_SECONDS + 1e-9);
            double length = event.end() - event.start();
            assertTrue(length >= 0.3 * Course.CLIP_SECONDS && length <= 0.95 * Course.CLIP_SECONDS, "lasts " + length);
            if (gesture != Gesture.SHAKE) {
                assertEquals(Course.CLIP_SECONDS, event.start() + partner.end(), 1e-9);
                assertEquals(Course.CLIP_SECONDS, event.end() + partner.start(), 1e-9);
            }
        }
        assertTrue(video(Gesture.NONE, 1).event().isEmpty());
    }

    private static GestureVideo video(Gesture gesture, long seed) {
        return new GestureVideo(gesture, seed, FRAMES, SIZE, Scenery.VARIED);
    }

    @ParameterizedTest
    @EnumSource
    void reversingAndMirroringTwiceChangesNothing(Gesture gesture) {
        assertSame(gesture, gesture.reversed().reversed());
        assertSame(gesture, gesture.mirrored().mirrored());
        assertSame(gesture.reversed().mirrored(), gesture.mirrored().reversed());
    }

    /** The movement itself, in the picture: right is towards larger x, down towards larger y. */
    @ParameterizedTest
    @CsvSource({"SWIPE_LEFT, -1, 0", "SWIPE_UP, 0, -1"})
    void swipesGoWhereTheirNamesSay(Gesture gesture, int right, int down) {
        for (long seed = 0; seed < 50; seed++) {
            SeededRandom random = new SeededRandom(seed);
            Placement placement = Placement.of(random, false);
            Stroke stroke = Stroke.of(gesture, placement, random);
            double dx = stroke.at(1).x() - stroke.at(0).x();
            double dy = stroke.at(1).y() - stroke.at(0).y();
            double way = Math.hypot(dx, dy);
            assertTrue(way > 0.7 * placement.reach(), "a way of " + way);
            assertTrue(dx * right + dy * down > 0.9 * way, "went by " + dx + ", " + dy);
        }
    }

    /** Clockwise as seen: the angle grows where y points down. */
    @Test
    void turnsAreClockwise() {
        for (long seed = 0; seed < 50; seed++) {
            SeededRandom random = new SeededRandom(seed);
            Placement placement = Placement.of(random, false);
            Stroke stroke = Stroke.of(Gesture.TURN_CLOCKWISE, placement, random);
            double turned = 0;
            double area = 0;
            for (int i = 0; i < 100; i++) {
                Pose from = stroke.at(i / 100.0);
                Pose to = stroke.at((i + 1) / 100.0);
                turned += to.angle() - from.angle();
                area += (from.x() - placement.x()) * (to.y() - placement.y()) - (to.x() - placement.x())
                        * (from.y() - placement.y());
            }
            assertTrue(turned > 1 || area > 0, "turned by " + turned + ", swept an area of " + area);
        }
    }

    /** From one of eight frames to the next a hand goes less than half around, so that they show in which sense. */
    @Test
    void circlesAreSlowEnoughForEightFrames() {
        for (long seed = 0; seed < 200; seed++) {
            SeededRandom random = new SeededRandom(seed);
            Placement placement = new Placement(0.5, 0.5, 1.5, true, 1);
            Stroke circle = Stroke.of(Gesture.TURN_CLOCKWISE, placement, random);
            assertTrue(circle.duration() > 0.3 && circle.duration() < 1, "takes " + circle.duration());
            for (double start = 0; start < 1; start += 0.01) {
                Pose from = circle.at(Ease.of(start));
                Pose to = circle.at(Ease.of(start + 1 / (8 * circle.duration())));
                double cross = (from.x() - 0.5) * (to.y() - 0.5) - (from.y() - 0.5) * (to.x() - 0.5);
                assertTrue(cross > -1e-9, "seed %d: turned back at %.2f".formatted(seed, start));
            }
        }
    }

    @Test
    void zoomingInOpensTheHand() {
        SeededRandom random = new SeededRandom(0);
        Stroke stroke = Stroke.of(Gesture.ZOOM_IN, Placement.of(random, true), random);
        assertEquals(0, stroke.at(0).open());
        assertEquals(1, stroke.at(1).open());
    }

    /** Nothing that happens around a gesture is more likely in one direction of time than in the other. */
    @Test
    void restingIsTheSameBackwards() {
        Random seeds = new Random(3);
        double forwards = 0;
        int clips = 2000;
        for (int i = 0; i < clips; i++) {
            SeededRandom random = new SeededRandom(seeds.nextLong());
            Motion motion = new Motion(Gesture.NONE, Placement.of(random, false), random);
            Pose early = motion.at(0.1);
            Pose late = motion.at(0.9);
            forwards += Math.signum(late.y() - early.y());
        }
        assertTrue(Math.abs(forwards) < 4 * Math.sqrt(clips), "more up than down by " + forwards);
    }

    /** The same gesture, in front of a wall that is darker and does not change. */
    @Test
    void plainSceneryIsDark() {
        for (int seed = 0; seed < 10; seed++) {
            GestureVideo plain = new GestureVideo(Gesture.SWIPE_UP, seed, 3, 32, Scenery.PLAIN);
            byte[] pixels = plain.frames(1).getFirst().data();
            int dark = 0;
            for (byte pixel : pixels) {
                dark += (pixel & 0xff) < 80 ? 1 : 0;
            }
            assertTrue(dark > pixels.length / 3, dark + " of " + pixels.length);
            assertArrayEquals(pixels, new GestureVideo(Gesture.SWIPE_DOWN, seed, 3, 32, Scenery.PLAIN)
                    .frames(1).getFirst().data());
        }
    }

    @Test
    void frameSizesAndCountsAreChecked() {
        GestureVideo video = new GestureVideo(Gesture.ZOOM_OUT, 1, 12, 33, Scenery.VARIED);
        assertEquals(12, video.frameCount());
        assertEquals("33 x 33", video.frames(11).getFirst().toString());
        assertThrows(IndexOutOfBoundsException.class, () -> video.frames(12));
        for (int[] bad : new int[][] {{1, 33}, {10_001, 33}, {12, 15}, {12, 2049}}) {
            ShapeException e = assertThrows(ShapeException.class,
                    () -> new GestureVideo(Gesture.NONE, 0, bad[0], bad[1], Scenery.VARIED));
            assertTrue(e.getMessage().contains(String.valueOf(bad[0] == 12 ? bad[1] : bad[0])), e.getMessage());
        }
    }

    @Test
    void labelsAreDistinct() {
        assertEquals(10, Gesture.labels().stream().distinct().count());
        assertEquals("swipe left", Gesture.labels().getFirst());
    }
}
