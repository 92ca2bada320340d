package io.github.tsmjava.nn.graph;

/**
 * What one node computes and others read: maps {@code [frames, channels, height, width]}, or a vector for each frame,
 * {@code [frames, channels]}, whose height and width are 1. Two values are never equal, whatever their shapes.
 */
public final class Value {

    private final int frames;
    private final int channels;
    private final int height;
    private final int width;
    private final boolean vectors;

    private Value(int frames, int channels, int height, int width, boolean vectors) {
        this.frames = frames;
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.vectors = vectors;
    }

    public static Value maps(int frames, int channels, int height, int width) {
        return new Value(frames, channels, height, width, false);
    }

    static Value vectors(int frames, int channels) {
        return new Value(frames, channels, 1, 1, true);
    }

    /** Another of the same shape, but for the number of frames and channels. */
    Value with(int newFrames, int newChannels) {
        return new Value(newFrames, newChannels, height, width, vectors);
    }

    public int frames() {
        return frames;
    }

    public int channels() {
        return channels;
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /** Pixels of each plane. */
    public int pixels() {
        return height * width;
    }

    /** Whether it is {@code [frames, channels]}. */
    public boolean isVectors() {
        return vectors;
    }

    boolean sameShape(Value other) {
        return toString().equals(other.toString());
    }

    @Override
    public String toString() {
        return vectors ? "[%d, %d]".formatted(frames, channels)
                : "[%d, %d, %d, %d]".formatted(frames, channels, height, width);
    }
}
