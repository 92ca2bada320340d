package io.github.tsmjava.video;

/** Which decoder reads a video file. Frame folders are always read in Java. */
public enum Decoder {
    /** Java for what it decodes, otherwise the {@code ffmpeg} program if it is installed. */
    AUTO,
    /** Java only. Strict: a truncated or damaged file is refused. */
    JAVA,
    /** The {@code ffmpeg} program only. Tolerant: it conceals damage. */
    FFMPEG
}
