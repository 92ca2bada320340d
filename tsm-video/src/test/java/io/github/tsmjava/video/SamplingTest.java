package io.github.tsmjava.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.video.Sampling.Strategy;
import io.github.tsmjava.video.transform.Flavour;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SamplingTest {

    /** Frame numbers in the table are 1-based, as in the file names that MIT's code reads. */
    @ParameterizedTest
    @CsvSource({
        "UNIFORM, 37, 8, 3 7 12 17 21 26 31 35",
        "UNIFORM, 100, 8, 7 19 32 44 57 69 82 94",
        "UNIFORM, 300, 16, 10 29 47 66 85 104 122 141 160 179 197 216 235 254 272 291",
        "UNIFORM, 8, 8, 1 2 3 4 5 6 7 8",
        "UNIFORM, 5, 8, 1 1 2 3 3 4 5 5",
        "UNIFORM, 3, 8, 1 1 1 2 2 3 3 3",
        "TWICE, 37, 8, 3 7 12 17 21 26 31 35 | 1 5 10 14 19 24 28 33",
        "TWICE, 100, 8, 7 19 32 44 57 69 82 94 | 1 13 26 38 51 63 76 88",
        "TWICE, 5, 8, 1 1 2 3 3 4 5 5 | 1 1 2 2 3 4 4 5",
        "TWICE, 40, 16, 2 4 7 9 12 14 17 19 22 24 27 29 32 34 37 39 | 1 3 6 8 11 13 16 18 21 23 26 28 31 33 36 38"})
    void uniformClips(Strategy strategy, int frames, int segments, String expected) {
        int[][] clips = Arrays.stream(expected.split("\\|")).map(SamplingTest::zeroBased).toArray(int[][]::new);
        assertArrayEquals(clips, Sampling.of(strategy, segments).clips(frames));
        assertArrayEquals(clips, new Sampling(strategy, segments, 1, Flavour.MMACTION2).clips(frames));
    }

    @ParameterizedTest
    @CsvSource({
        "300, 8, 0, 1 9 17 25 33 41 49 57",
        "300, 8, 4, 105 113 121 129 137 145 153 161",
        "300, 8, 9, 237 245 253 261 269 277 285 293",
        "100, 8, 9, 37 45 53 61 69 77 85 93",
        "40, 8, 3, 1 9 17 25 33 1 9 17",
        "300, 16, 0, 1 5 9 13 17 21 25 29 33 37 41 45 49 53 57 61"})
    void denseClips(int frames, int segments, int clip, String expected) {
        int[][] clips = Sampling.of(Strategy.DENSE, segments).clips(frames);
        assertEquals(10, clips.length);
        assertArrayEquals(zeroBased(expected), clips[clip]);
    }

    @Test
    void denseStartsAreTruncated() {
        assertArrayEquals(new int[] {0, 26, 52, 78, 104, 131, 157, 183, 209, 236},
                starts(Sampling.of(Strategy.DENSE, 8).clips(300)));
        assertArrayEquals(new int[] {0, 0, 0, 0, 0, 1, 1, 1, 1, 2}, starts(Sampling.of(Strategy.DENSE, 8).clips(66)));
    }

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void trainingDrawsOneFrameOfEachPart(Flavour flavour) {
        RandomGenerator random = new Random(1);
        boolean[] seen = new boolean[37];
        for (int round = 0; round < 200; round++) {
            int[] clip = new Sampling(Strategy.UNIFORM, 8, 1, flavour).trainingClip(37, random);
            for (int i = 0; i < 8; i++) {
                assertEquals(i, clip[i] / 4);
                seen[clip[i]] = true;
            }
        }
        assertTrue(IntStream.range(0, 32).allMatch(i -> seen[i]));
        assertTrue(IntStream.range(32, 37).noneMatch(i -> seen[i]), "the tail is never drawn");
    }

    @Test
    void trainingOnShortVideos() {
        RandomGenerator random = new Random(1);
        assertArrayEquals(new int[8], Sampling.of(Strategy.UNIFORM, 8).trainingClip(7, random));
        Sampling mmaction = new Sampling(Strategy.UNIFORM, 8, 1, Flavour.MMACTION2);
        assertArrayEquals(new int[] {0, 1, 1, 2, 2, 3, 4, 4}, mmaction.trainingClip(5, random));
        assertArrayEquals(new int[] {0, 0, 1, 1, 2, 2, 2, 0}, mmaction.trainingClip(3, random));
        int[] flow = new Sampling(Strategy.UNIFORM, 8, 5, Flavour.MIT).trainingClip(10, random);
        assertTrue(IntStream.range(1, 8).allMatch(i -> flow[i - 1] <= flow[i]) && flow[0] >= 0 && flow[7] < 6);
        assertArrayEquals(new int[8], new Sampling(Strategy.UNIFORM, 8, 5, Flavour.MIT).trainingClip(2, random));
    }

    @Test
    void denseTrainingNeverDrawsTheLastStart() {
        RandomGenerator random = new Random(1);
        boolean[] starts = new boolean[40];
        for (int round = 0; round < 500; round++) {
            starts[Sampling.of(Strategy.DENSE, 8).trainingClip(100, random)[0]] = true;
        }
        assertTrue(IntStream.range(0, 36).allMatch(i -> starts[i]) && !starts[36]);
        assertEquals(0, Sampling.of(Strategy.DENSE, 8).trainingClip(64, random)[0]);
    }

    @Test
    void flowReadsConsecutiveFrames() {
        int[] clip = {0, 7};
        assertArrayEquals(new int[] {0, 1, 2, 3, 4, 7, 8, 8, 8, 8},
                new Sampling(Strategy.UNIFORM, 2, 5, Flavour.MIT).frames(clip, 9));
        assertArrayEquals(new int[] {0, 1, 2, 3, 4, 7, 8, 0, 1, 2},
                new Sampling(Strategy.UNIFORM, 2, 5, Flavour.MMACTION2).frames(clip, 9));
    }

    @Test
    void everyIndexIsWithinTheVideo() {
        for (Strategy strategy : Strategy.values()) {
            for (int newLength : new int[] {1, 5}) {
                for (int frames = 1; frames < 130; frames++) {
                    Sampling sampling = new Sampling(strategy, 8, newLength, Flavour.MIT);
                    for (int[] clip : sampling.clips(frames)) {
                        for (int index : sampling.frames(clip, frames)) {
                            assertTrue(index >= 0 && index < frames);
                        }
                    }
                }
            }
        }
    }

    @Test
    void badArguments() {
        assertThrows(IllegalArgumentException.class, () -> Sampling.of(Strategy.UNIFORM, 0));
        assertThrows(IllegalArgumentException.class, () -> Sampling.of(Strategy.UNIFORM, 8).clips(0));
    }

    private static int[] starts(int[][] clips) {
        return Arrays.stream(clips).mapToInt(clip -> clip[0]).toArray();
    }

    private static int[] zeroBased(String numbers) {
        return Arrays.stream(numbers.strip().split(" ")).mapToInt(number -> Integer.parseInt(number) - 1).toArray();
    }
}
