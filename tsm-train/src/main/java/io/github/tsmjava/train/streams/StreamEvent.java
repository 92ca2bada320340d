package io.github.tsmjava.train.streams;

import io.github.tsmjava.tensor.ShapeException;

/**
 * Something that happens in a stream.
 *
 * @param start in seconds from the beginning of the stream
 * @param end   in seconds, after the start
 * @param label what it is, by the name of its class
 */
public record StreamEvent(double start, double end, String label) {

    /** @throws ShapeException if it does not end after it starts, at 0 or later */
    public StreamEvent {
        ShapeException.require(start >= 0 && end > start && Double.isFinite(end),
                "an end after the start expected, got %s to %s seconds", start, end);
    }
}
