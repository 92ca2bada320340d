package io.github.tsmjava.app.options;

import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.video.Video;
import java.util.OptionalDouble;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** When the frames of a video are shown, for commands that look at it by time. */
public final class FrameRateOption {

    /** Of a video that does not say it. */
    private static final double USUAL = 30;
    private static final double MOST = 1000;

    @Option(names = "--fps", paramLabel = "F",
            description = "Frames a second of the video (default: what the file says, else 30).")
    private Double fps;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Whether the user says it. */
    public boolean isGiven() {
        return fps != null;
    }

    /** @throws UsageException if the user's rate is none */
    public void check() {
        requireRate("--fps", fps);
    }

    /** Checks frames a second, which may be left out (null). */
    public static void requireRate(String option, Double rate) {
        if (rate != null && !(rate > 0 && rate <= MOST)) {
            throw new UsageException("%s: expected above 0 and up to %.0f frames a second, found %s"
                    .formatted(option, MOST, rate));
        }
    }

    /**
     * When the frames of a video are shown.
     *
     * @param rate frames a second, on average
     */
    public record Clock(Video video, double rate, boolean isOfFile) {

        /** From the first frame to the given one. */
        public double seconds(int index) {
            return isOfFile ? video.time(index).orElse(index / rate) : index / rate;
        }

        /** The same in nanoseconds, as time stamps of a stream. */
        public long nanos(int index) {
            return Math.round(seconds(index) * 1e9);
        }

        /**
         * Seconds from the first frame to the end of the last one, which is taken to be shown as long as the others.
         */
        public double length() {
            return seconds(video.frameCount() - 1) + 1 / rate;
        }
    }

    /** What the user says, or null. */
    public Double rate() {
        return fps;
    }

    /** By the given rate, or, where that is null, as the file says it, or else by the usual one. */
    public static Clock clock(Video video, Double rate) {
        OptionalDouble said = video.frameRate();
        return rate != null ? new Clock(video, rate, false) : new Clock(video, said.orElse(USUAL), said.isPresent());
    }

    /** By the user's rate, or else as the file says it; says on stderr where that is a guess. */
    public Clock clock(Video video) {
        if (fps == null && video.frameRate().isEmpty()) {
            spec.commandLine().getErr()
                    .printf("tsm: %s does not say its frames a second; assumed: %.0f; --fps sets it%n",
                    video.name(), USUAL);
        }
        return clock(video, fps);
    }
}
