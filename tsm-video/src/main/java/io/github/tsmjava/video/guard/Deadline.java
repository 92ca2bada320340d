package io.github.tsmjava.video.guard;

import java.time.Duration;

/**
 * Until when a request may work.
 *
 * @param start when the request came, by {@link System#nanoTime}
 * @param limit how long it may take in all
 */
public record Deadline(long start, Duration limit) {

    /** More than a life, and far from an overflow. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** For a request that comes now. */
    public static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime(), limit.compareTo(LONGEST) < 0 ? limit : LONGEST);
    }

    /** For the same request, if less is enough for the work it means. */
    public Deadline atMost(Duration enough) {
        return enough.compareTo(limit) < 0 ? new Deadline(start, enough) : this;
    }

    /** Not above 0 once it has passed. */
    public long nanosLeft() {
        return limit.toNanos() - (System.nanoTime() - start);
    }
}
