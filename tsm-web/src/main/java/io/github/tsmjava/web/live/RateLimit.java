package io.github.tsmjava.web.live;

/** Lets so many messages a second through, and as many at once. Used by one thread at a time. */
final class RateLimit {

    private final double perSecond;
    private double left;
    private long newest;

    RateLimit(double perSecond, long now) {
        this.perSecond = perSecond;
        left = perSecond;
        newest = now;
    }

    /** @param now from {@link System#nanoTime} */
    boolean allows(long now) {
        left = Math.min(perSecond, left + (now - newest) / 1e9 * perSecond) - 1;
        newest = now;
        return left >= 0;
    }
}
