package io.github.tsmjava.nn.plan;

import io.github.tsmjava.nn.TemporalShift;

/** What flows between two nodes: maps of a shape, whose place in memory is decided when all nodes are known. */
final class Value {

    final int frames;
    final int channels;
    final int height;
    final int width;
    /** What computes it; null for a shifted view of another value. */
    final Node producer;
    /** For a shifted view: what is shifted, and by which layer. */
    final Value source;
    final TemporalShift shift;

    /** Whether it is one row of feature vectors, a pixel for each frame. */
    final boolean rows;

    /** How many nodes read it, and the caller of the plan. */
    int uses;
    /** Whether only the operation that comes next reads it, which may then become part of what computes it. */
    boolean readOnce;
    /** Zeros above and to the left of each plane that its readers need. */
    int borderBefore;
    /** Zeros below and to the right. */
    int borderAfter;
    /** Position of the last node that reads it. */
    int lastUse = -1;
    /** Whether the next frame of a stream reads it too. */
    boolean carried;
    /** Where it lies in memory. */
    Place place;

    Value(Node producer, boolean rows, int frames, int channels, int height, int width) {
        this(producer, null, null, rows, frames, channels, height, width);
    }

    private Value(Node producer, Value source, TemporalShift shift, boolean rows, int frames, int channels, int height, int width) {
        this.producer = producer;
        this.source = source;
        this.shift = shift;
        this.rows = rows;
        this.frames = frames;
        this.channels = channels;
        this.height = height;
        this.width = width;
    }

    /** This value as seen through a temporal shift. */
    Value shifted(TemporalShift layer) {
        return new Value(null, this, layer, false, frames, channels, height, width);
    }

    @Override
    public String toString() {
        return "[%d, %d, %d, %d]".formatted(frames, channels, height, width);
    }
}
