package io.github.tsmjava.video.transform;

/** What a frame holds. */
public enum Modality {
    RGB(3),
    /** Optical flow: horizontal and vertical component. */
    FLOW(2);

    private final int channels;

    Modality(int channels) {
        this.channels = channels;
    }

    /** Channels that one frame adds to the network's input. */
    public int channels() {
        return channels;
    }
}
