package io.github.tsmjava.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.video.Sampling.Strategy;
import io.github.tsmjava.video.transform.Flavour;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clips of T frames at an interval I, as {@code SampleFrames} of MMAction2 1.x takes them from a video of n frames. */
class DenseSamplingTest {

    private static final int TEN = 10;

    private static Sampling sampling(Strategy strategy, int segments, int interval) {
        return new Sampling(strategy, segments, 1, interval, Flavour.MMACTION2);
    }

    /**
     * A clip covers (T - 1) I + 1 frames, and the free space in front of it is half of what is left, rounded down: at 300
     * frames, 32 of every second one cover 63, and (300 - 63) / 2 is 118. The same for 16 of every fourth (61: 119), 8 of
     * every eighth (57: 121) and 16 of every second (31: 134).
     */
    @ParameterizedTest
    @CsvSource({
        "32, 2, 300, 118", "16, 4, 300, 119", "8, 8, 300, 121", "16, 2, 300, 134", "5, 3, 14, 0",
        // As long as the clip, one frame longer, two longer.
        "32, 2, 63, 0", "32, 2, 64, 0", "32, 2, 65, 1",
        // Shorter than it.
        "32, 2, 62, 0", "32, 2, 50, 0", "32, 2, 1, 0"})
    void oneClipIsFromTheMiddle(int segments, int interval, int frames, int start) {
        int[][] clips = sampling(Strategy.MIDDLE, segments, interval).clips(frames);
        assertEquals(1, clips.length);
        assertArrayEquals(clip(start, segments, interval, frames), clips[0]);
    }

    /**
     * The last start is what is left, the others divide it into nine parts, rounded half to even. At 300 frames, 32 × 2
     * leave 237 and a ninth of it is 26.33; 16 × 4 leave 239, a ninth is 26.56. At 72 frames, 32 × 2 leave 9. At 81
     * frames, 18 are left. At 63 and fewer nothing is.
     */
    @ParameterizedTest
    @CsvSource({
        "32, 2, 300, 0 26 53 79 105 132 158 184 211 237",
        "16, 4, 300, 0 27 53 80 106 133 159 186 212 239",
        "32, 2, 72, 0 1 2 3 4 5 6 7 8 9",
        "32, 2, 81, 0 2 4 6 8 10 12 14 16 18",
        "32, 2, 63, 0 0 0 0 0 0 0 0 0 0",
        "32, 2, 50, 0 0 0 0 0 0 0 0 0 0",
        "32, 2, 1, 0 0 0 0 0 0 0 0 0 0"})
    void tenClipsAreSpreadOverTheVideo(int segments, int interval, int frames, String starts) {
        int[] expected = Arrays.stream(starts.split(" ")).mapToInt(Integer::parseInt).toArray();
        int[][] clips = sampling(Strategy.DENSE, segments, interval).clips(frames);
        assertEquals(TEN, clips.length);
        for (int i = 0; i < TEN; i++) {
            assertArrayEquals(clip(expected[i], segments, interval, frames), clips[i]);
        }
    }

    /** Five frames, of which a clip takes 0, 2, 4, 6 and so on: from the sixth on, it begins over. */
    @Test
    void shortVideosBeginOver() {
        assertArrayEquals(new int[] {0, 2, 4, 1, 3, 0, 2, 4}, sampling(Strategy.MIDDLE, 8, 2).clips(5)[0]);
        assertArrayEquals(new int[8], sampling(Strategy.MIDDLE, 8, 2).clips(1)[0]);
        assertArrayEquals(new int[] {0, 2, 4, 1, 3, 0, 2, 4}, sampling(Strategy.MIDDLE, 8, 2)
                .trainingClip(5, new Random(1)));
    }

    /** In training a clip takes T · I frames of the video: of 70, 32 × 2 take 64, so that it begins at 0 to 6. */
    @Test
    void trainingBeginsAnywhere() {
        for (Strategy strategy : List.of(Strategy.MIDDLE, Strategy.DENSE)) {
            RandomGenerator random = new Random(1);
            TreeSet<Integer> starts = new TreeSet<>();
            for (int round = 0; round < 300; round++) {
                int[] clip = sampling(strategy, 32, 2).trainingClip(70, random);
                starts.add(clip[0]);
                assertArrayEquals(clip(clip[0], 32, 2, 70), clip);
            }
            assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), new ArrayList<>(starts));
            for (int frames : new int[] {1, 50, 63, 64}) {
                assertEquals(0, sampling(strategy, 32, 2).trainingClip(frames, random)[0]);
            }
        }
    }

    /** The original's lines, in decimal numbers. */
    @Test
    void anySizesFollowTheRule() {
        RandomGenerator random = new Random(5);
        for (int round = 0; round < 500; round++) {
            int segments = random.nextInt(1, 40);
            int interval = random.nextInt(1, 12);
            int frames = random.nextInt(1, 700);
            int covered = (segments - 1) * interval + 1;
            int offset = frames > covered ? frames - covered : 0;
            Sampling ten = sampling(Strategy.DENSE, segments, interval);
            int[][] clips = ten.clips(frames);
            for (int i = 0; i < TEN; i++) {
                int start = BigDecimal.valueOf((long) i * offset).divide(BigDecimal.valueOf(9), 0, RoundingMode.HALF_EVEN)
                        .intValue();
                assertArrayEquals(clip(start, segments, interval, frames), clips[i]);
            }
            assertArrayEquals(clip(offset / 2, segments, interval, frames),
                    sampling(Strategy.MIDDLE, segments, interval).clips(frames)[0]);
            int[] drawn = ten.trainingClip(frames, random);
            assertArrayEquals(clip(drawn[0], segments, interval, frames), drawn);
            assertTrue(drawn[0] <= Math.max(frames - segments * interval, 0));
            assertArrayEquals(drawn, ten.frames(drawn, frames));
        }
    }

    /** Without an interval a clip is of 64 frames: the same for one clip as for ten. */
    @Test
    void withoutAnIntervalClipsAreOf64Frames() {
        Sampling middle = Sampling.of(Strategy.MIDDLE, 8);
        assertArrayEquals(clip(121, 8, 8, 300), middle.clips(300)[0]);
        assertArrayEquals(clip(0, 8, 8, 64), middle.trainingClip(64, new Random(1)));
        assertArrayEquals(new int[] {0, 1}, Arrays.copyOf(Sampling.of(Strategy.MIDDLE, 100).clips(100)[0], 2));
    }

    @Test
    void intervalsOfSpreadClipsCountForNothing() {
        assertEquals(Sampling.of(Strategy.UNIFORM, 8), new Sampling(Strategy.UNIFORM, 8, 1, 4, Flavour.MIT));
        assertEquals(Sampling.of(Strategy.TWICE, 8), new Sampling(Strategy.TWICE, 8, 1, 4, Flavour.MIT));
    }

    @Test
    void badIntervals() {
        for (int interval : new int[] {-1, Sampling.MAX_INTERVAL + 1}) {
            assertEquals("an interval from 0 to 1000 frames, got " + interval,
                    assertThrows(IllegalArgumentException.class, () -> sampling(Strategy.DENSE, 8, interval)).getMessage());
        }
        int[] huge = sampling(Strategy.MIDDLE, 3_000_000, Sampling.MAX_INTERVAL).clips(7)[0];
        assertTrue(Arrays.stream(huge).allMatch(frame -> frame >= 0 && frame < 7));
    }

    /** Checkpoints of a training hold this text. */
    @Test
    void textOfOldIsKept() {
        assertEquals("Sampling[strategy=UNIFORM, segments=8, newLength=1, flavour=MIT]",
                Sampling.of(Strategy.UNIFORM, 8).toString());
        assertEquals("Sampling[strategy=MIDDLE, segments=32, newLength=1, interval=2, flavour=MMACTION2]",
                sampling(Strategy.MIDDLE, 32, 2).toString());
    }

    private static int[] clip(int start, int segments, int interval, int frames) {
        return IntStream.range(0, segments).map(i -> (start + i * interval) % frames).toArray();
    }
}
