package io.github.tsmjava.models;

/** What a frame of a clip shows. */
public enum Modality {
    /** Colour pictures: 3 channels. */
    RGB(3),
    /** Optical flow: x and y of 5 consecutive frames, 10 channels. */
    FLOW(10);

    private final int channels;

    Modality(int channels) {
        this.channels = channels;
    }

    /** The input channels of one segment. */
    public int channels() {
        return channels;
    }
}
