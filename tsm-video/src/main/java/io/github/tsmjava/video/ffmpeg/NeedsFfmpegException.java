package io.github.tsmjava.video.ffmpeg;

import io.github.tsmjava.video.image.VideoException;
import java.nio.file.Path;

/** A video that may be sound, but is of a kind that is not decoded in Java. */
public final class NeedsFfmpegException extends VideoException {

    private static final long serialVersionUID = 1L;

    /** @param kind what is not decoded in Java */
    public NeedsFfmpegException(Path file, String kind) {
        super(file, kind + ": needs ffmpeg");
    }
}
