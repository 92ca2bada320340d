package io.github.tsmjava.train.gesture;

/** What a gesture is made in front of. */
public enum Scenery {
    /** A dark wall, before a camera that stands still and has no noise: easy to learn from. */
    PLAIN,
    /** Anything, with moving things that mean nothing, a drifting camera and noise. */
    VARIED
}
