package io.github.tsmjava.video.guard;

import java.util.OptionalDouble;

/** How many frames a second a file claims to have. */
public final class FrameRates {

    /** Cameras for slow motion reach this; more comes of damaged files, or of those that do not tell. */
    private static final double MOST = 1000;

    private FrameRates() {
    }

    /** The rate of so many frames in a time; empty where that is none that a video may have, as where the time is 0. */
    public static OptionalDouble of(double frames, double seconds) {
        double rate = frames / seconds;
        return rate > 0 && rate <= MOST ? OptionalDouble.of(rate) : OptionalDouble.empty();
    }
}
