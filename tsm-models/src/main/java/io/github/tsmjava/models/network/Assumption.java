package io.github.tsmjava.models.network;

/** What the parameters of a network do not tell and its answers depend on; assumed where a file does not say it. */
public enum Assumption {
    /** Frames of a clip. */
    SEGMENTS,
    /** Which part of the channels a shifted group is. */
    SHIFT_DIV,
    /** Which way the groups move, and what they read beyond the clip's ends. */
    SHIFT_MODE
}
