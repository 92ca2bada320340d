package io.github.tsmjava.video.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the rate of a camera, a network sees the same moments. */
class FramePickerTest {

    private static final double RATE = 15;
    private static final double INTERVAL = 1e9 / RATE;
    private static final int SECONDS = 60;

    private static List<Long> picked(List<Long> times) {
        FramePicker picker = new FramePicker(RATE);
        return times.stream().filter(picker::pick).toList();
    }

    /** The times of a camera's frames; each is late or early by up to a share of the time between frames. */
    private static List<Long> times(double framesPerSecond, double jitter, long origin, long seed) {
        Random random = new Random(seed);
        List<Long> times = new ArrayList<>();
        for (int frame = 0; frame < SECONDS * framesPerSecond; frame++) {
            double early = jitter * (2 * random.nextDouble() - 1);
            times.add(origin + Math.round((frame + early) * 1e9 / framesPerSecond));
        }
        return times;
    }

    /** The n-th picked frame is of the n-th interval, and none is left out, at any rate and with clocks that jitter. */
    @ParameterizedTest
    @CsvSource(
            {"15, 0", "15, 0.04", "25, 0", "25, 0.3", "29.97, 0", "30, 0", "30, 0.3", "60, 0", "60, 0.5", "240, 0.5"})
    void theSameMomentsAtAnyRate(double framesPerSecond, double jitter) {
        for (int seed = 0; seed < 20; seed++) {
            long origin = new Random(seed).nextLong(-1L << 60, 1L << 60);
            List<Long> times = times(framesPerSecond, jitter, origin, seed);
            List<Long> picked = picked(times);
            assertEquals(SECONDS * RATE, picked.size(), 1);
            for (int n = 0; n < picked.size(); n++) {
                double late = (picked.get(n) - times.getFirst()) / INTERVAL - n;
                assertTrue(late >= -0.1 && late < 0.9, "frame " + n + " is late by " + late + " intervals");
            }
        }
    }

    /** Two that begin half an interval apart pick every second frame of a camera with twice their rate, in turns. */
    @Test
    void oneThatCountsFromLaterOnPicksOtherFrames() {
        FramePicker first = new FramePicker(7.5);
        FramePicker second = new FramePicker(7.5, 0.5);
        for (int round = 0; round < 2; round++) {
            for (int frame = 0; frame < 90; frame++) {
                long nanos = Math.round(frame * 1e9 / 30);
                assertEquals(frame % 4 == 0, first.pick(nanos), "frame " + frame);
                assertEquals(frame % 4 == 2, second.pick(nanos), "frame " + frame);
            }
        }
        assertThrows(IllegalArgumentException.class, () -> new FramePicker(7.5, -0.1));
        assertThrows(IllegalArgumentException.class, () -> new FramePicker(7.5, Double.NaN));
    }

    /** With no frame to choose from, every frame is picked. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 7.5, 10, 14.9, 15})
    void slowCamerasHaveAllFramesPicked(double framesPerSecond) {
        List<Long> times = times(framesPerSecond, 0, 5, 0);
        assertEquals(times, picked(times));
    }

    /** After a pause no frames are made up for. */
    @Test
    void aPauseIsNotCaughtUp() {
        FramePicker picker = new FramePicker(10);
        assertTrue(picker.pick(0));
        assertTrue(picker.pick(5_000_000_000L));
        assertFalse(picker.pick(5_050_000_000L));
        assertTrue(picker.pick(5_100_000_000L));
    }

    @Test
    void countingBeginsAnew() {
        FramePicker picker = new FramePicker(10);
        assertTrue(picker.pick(1_000_000_000));
        assertFalse(picker.pick(1_030_000_000));
        assertTrue(picker.pick(1_020_000_000), "time went back");
        assertFalse(picker.pick(1_020_000_000), "the same time again");
        picker.reset();
        assertTrue(picker.pick(1_030_000_000), "after a reset");
        assertFalse(picker.pick(1_100_000_000));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void ratesThatAreNone(double rate) {
        assertThrows(IllegalArgumentException.class, () -> new FramePicker(rate));
    }
}
