package io.github.tsmjava.video.image;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** A video, a frame or a folder of frames cannot be read. The message is one line that starts with the file's name. */
public class VideoException extends IOException {

    private static final long serialVersionUID = 1L;

    public VideoException(Path file, String message) {
        this(file, message, null);
    }

    /** @param name of a file, or what a video in memory is called */
    public VideoException(String name, String message) {
        super(oneLine(name + ": " + message));
    }

    public VideoException(Path file, String message, Throwable cause) {
        super(oneLine(file + ": " + message), cause);
    }

    /**
     * File names and messages of other programs may hold anything: line breaks, terminal codes, what reorders text. The
     * time is in proportion to the text.
     */
    private static String oneLine(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("; "))
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}]", "?");
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
