package io.github.tsmjava.models;

import io.github.tsmjava.video.timing.FramePicker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The newest pictures of a stream at equal distances, and when an answer is due. Time stamps alone decide, so the windows of a
 * video are known before it is decoded.
 *
 * @param <P> what is kept of a picture
 */
final class SlidingWindow<P> {

    /**
     * What an answer is about.
     *
     * @param pictures T of them; repeated where the stream had fewer
     * @param from     nanoseconds, the time stamp of the first
     * @param to       nanoseconds, where the last gives way to the next one
     */
    record Content<P>(List<P> pictures, long from, long to) {
    }

    private record Item<P>(long nanos, P picture) {
    }

    private final int segments;
    /** Nanoseconds from one answer to the next. */
    private final double every;
    /** Nanoseconds from one picture of a window to the next. */
    private final double interval;
    private final FramePicker picker;
    private final List<Item<P>> items = new ArrayList<>();
    private long newest = Long.MIN_VALUE;
    /** When the next answer is due; not a number until the first window is full. */
    private double due = Double.NaN;
    private boolean isAnswered = true;

    /** @param segments T, the pictures of a window */
    SlidingWindow(WindowClassifier.Settings settings, int segments) {
        this.segments = segments;
        every = settings.every() * 1e9;
        interval = settings.window() / segments * 1e9;
        picker = new FramePicker(segments / settings.window());
    }

    /**
     * Takes the next picture of the stream, which is asked for only if it is one of those that are looked at.
     *
     * @return whether it is time for an answer
     */
    boolean take(long nanos, Supplier<P> picture) {
        if (nanos < newest) {
            reset();
        }
        newest = nanos;
        if (!picker.pick(nanos)) {
            return false;
        }
        if (items.size() == segments) {
            items.removeFirst();
        }
        items.add(new Item<>(nanos, picture.get()));
        isAnswered = false;
        return items.size() == segments && isDue(nanos);
    }

    /** Answers are on time on average, whatever the rate of the pictures is. */
    private boolean isDue(long nanos) {
        if (Double.isNaN(due)) {
            due = nanos;
        }
        if (nanos < due - interval / 2) {
            return false;
        }
        due += every * (Math.floor((nanos + interval / 2 - due) / every) + 1);
        return true;
    }

    /** What the answer is about that is due. */
    Content<P> content() {
        isAnswered = true;
        int count = items.size();
        return new Content<>(IntStream.range(0, segments).mapToObj(i -> items.get(i * count / segments).picture()).toList(),
                items.getFirst().nanos(), items.getLast().nanos() + Math.round(interval));
    }

    /** At the end of the stream: the last pictures, if there are some that no answer knows. */
    Optional<Content<P>> end() {
        return isAnswered ? Optional.empty() : Optional.of(content());
    }

    /** Forgets the past. */
    void reset() {
        picker.reset();
        items.clear();
        newest = Long.MIN_VALUE;
        due = Double.NaN;
        isAnswered = true;
    }
}
