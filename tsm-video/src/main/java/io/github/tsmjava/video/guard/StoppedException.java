package io.github.tsmjava.video.guard;

import io.github.tsmjava.video.image.VideoException;
import java.nio.file.Path;

/** Reading was stopped: its time is over, or its thread was interrupted. */
public final class StoppedException extends VideoException {

    private static final long serialVersionUID = 1L;

    private StoppedException(Path file, String message, Throwable cause) {
        super(file, message, cause);
    }

    public static StoppedException timedOut(Path file, Deadline deadline) {
        return new StoppedException(file, "no result within %.1f seconds".formatted(deadline.limit().toMillis() / 1e3),
                null);
    }

    /** Restores the flag that the exception took away. */
    public static StoppedException interrupted(Path file, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new StoppedException(file, "interrupted while decoding", cause);
    }
}
