package io.github.tsmjava.train.gesture;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.train.streams.StreamEvent;
import io.github.tsmjava.train.streams.StreamSet;
import io.github.tsmjava.video.Video;
import java.util.List;

/**
 * Long synthetic videos in which gestures are made, with what happens between them: what a camera sees that is never
 * turned off. Each has a seed of its own.
 *
 * @param count   streams
 * @param minutes how long each is
 * @param seed    of all; other seeds share no stream with them
 * @param rate    frames a second
 * @param size    width and height in pixels
 */
public record GestureStreams(int count, double minutes, int seed, double rate, int size, Scenery scenery)
        implements StreamSet {

    private static final int SECONDS = 60;
    /** Keeps streams apart from the clips of the same seed. */
    private static final long STREAMS = 1L << 31;

    /** @throws ShapeException if a number is out of range */
    public GestureStreams {
        ShapeException.require(count > 0, "at least %d stream expected, got %d", 1, count);
        ShapeException.require(rate > 0 && minutes > 0 && frames(minutes, rate) >= 1 && frames(minutes, rate) <= MAX_FRAMES,
                "%d to %d frames a stream expected, got %s minutes at %s frames a second", 1, MAX_FRAMES, minutes, rate);
        ShapeException.require(size >= GestureSet.MIN_SIZE && size <= GestureSet.MAX_SIZE,
                "frames of %d to %d pixels a side expected, got %d", GestureSet.MIN_SIZE, GestureSet.MAX_SIZE, size);
    }

    /** How many frames so many minutes have. */
    public static long frames(double minutes, double rate) {
        return Math.round(minutes * SECONDS * rate);
    }

    @Override
    public Video stream(int index) {
        return drawn(index);
    }

    @Override
    public List<StreamEvent> events(int index) {
        return drawn(index).events();
    }

    private GestureStream drawn(int index) {
        return new GestureStream((long) seed << 32 | STREAMS | index, (int) frames(minutes, rate), rate, size, scenery);
    }

    /** The names of all gestures. */
    @Override
    public List<String> labels() {
        return Gesture.labels();
    }
}
