package io.github.tsmjava.video.image;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/** A video, a frame or a folder of frames cannot be read. The message is one line that starts with the file's name. */
public class VideoException extends IOException {

    private static final long serialVersionUID = 1L;

    public VideoException(Path file, String message) {
        this(file, message, null);
    }

    public VideoException(Path file, String message, Throwable cause) {
        super(oneLine(file + ": " + message), cause);
    }

    /** File names and messages of other programs may hold anything, line breaks and terminal codes included. */
    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ").replaceAll("\\p{Cntrl}", "?");
    }

    /** What a cause says, in words that a user understands. */
    public static String reason(Throwable e) {
        return switch (e) {
            // Its message is the name of the file.
            case AccessDeniedException denied -> "access is denied";
            case NullPointerException missing -> "something that it refers to is missing";
            case Throwable other when other.getMessage() == null -> other.getClass().getSimpleName();
            default -> e.getMessage();
        };
    }
}
