package io.github.tsmjava.video.timing;

/**
 * Picks frames by their time stamps, so that a network sees about as many frames a second as it learned from, whatever
 * the camera gives: the first frame in each interval of {@code 1 / rate} seconds, counted from the first frame of all.
 * Cameras slower than the rate have all of their frames picked.
 */
public final class FramePicker {

    /** Time stamps jitter: a frame that is early by less than this share of an interval counts as of the next one. */
    private static final double EARLY = 0.1;

    private final double interval;
    private final long delay;
    private boolean begun;
    private long origin;
    private long newest;
    private long next;

    /** @param rate frames a second to pick, above 0 */
    public FramePicker(double rate) {
        this(rate, 0);
    }

    /**
     * One that counts from later on, so that several pick other frames of one camera.
     *
     * @param rate  frames a second to pick, above 0
     * @param delay from the first frame of all to the first interval, as a share of an interval, 0 to 1
     */
    public FramePicker(double rate, double delay) {
        if (!(rate > 0) || !Double.isFinite(rate)) {
            throw new IllegalArgumentException("expected a rate above 0 frames a second, got " + rate);
        }
        if (!(delay >= 0 && delay <= 1)) {
            throw new IllegalArgumentException("expected a delay from 0 to 1 intervals, got " + delay);
        }
        interval = 1e9 / rate;
        this.delay = Math.round(delay * interval);
    }

    /**
     * Whether the frame is picked.
     *
     * @param nanos its time stamp, from any origin; if it is earlier than that of the frame before, counting begins
     *              anew
     */
    public boolean pick(long nanos) {
        if (!begun || nanos < newest) {
            begun = true;
            origin = nanos + delay;
            next = 0;
        }
        newest = nanos;
        long number = (long) Math.floor((nanos - origin) / interval + EARLY);
        if (number < next) {
            return false;
        }
        next = number + 1;
        return true;
    }

    /** Begins anew with the next frame. */
    public void reset() {
        begun = false;
    }
}
