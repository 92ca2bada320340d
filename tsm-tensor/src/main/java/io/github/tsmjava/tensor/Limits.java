package io.github.tsmjava.tensor;

import java.io.Serializable;
import java.time.Duration;

/**
 * What one file from outside may cost its reader. A file that would cost more is refused in one line. {@link #USUAL}
 * suits everything that is published; a server for strangers' files may want less. SECURITY.md says what each reader
 * does.
 *
 * @param bytes  that a reader may hold of one file at a time, as it lies there or unpacked
 * @param pixels of one picture or frame, width times height
 * @param frames of one video
 * @param steps  of a pickle, which is a small program
 * @param time   for opening a file, and again for each request for some of its frames
 */
public record Limits(long bytes, int pixels, int frames, int steps, Duration time)
        implements Serializable {

    /** 4 GiB, 64 Mi pixels, 1 Mi frames, a million steps, ten minutes. */
    public static final Limits USUAL = new Limits(1L << 32, 1 << 26, 1 << 20, 1_000_000, Duration.ofMinutes(10));

    /** @throws IllegalArgumentException if a limit is not positive */
    public Limits {
        if (bytes <= 0 || pixels <= 0 || frames <= 0 || steps <= 0 || !time.isPositive()) {
            throw new IllegalArgumentException(
                    "expected limits above 0, found %d bytes, %d pixels, %d frames, %d steps, %s"
                            .formatted(bytes, pixels, frames, steps, time));
        }
    }

    public Limits withBytes(long most) {
        return new Limits(most, pixels, frames, steps, time);
    }

    public Limits withPixels(int most) {
        return new Limits(bytes, most, frames, steps, time);
    }

    public Limits withFrames(int most) {
        return new Limits(bytes, pixels, most, steps, time);
    }

    public Limits withSteps(int most) {
        return new Limits(bytes, pixels, frames, most, time);
    }

    public Limits withTime(Duration most) {
        return new Limits(bytes, pixels, frames, steps, most);
    }
}
