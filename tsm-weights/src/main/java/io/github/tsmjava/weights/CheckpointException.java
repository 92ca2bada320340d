package io.github.tsmjava.weights;

import java.io.IOException;
import java.nio.file.Path;

/** A weights file cannot be read. The message is one line: the file, what was expected and what was found. */
public final class CheckpointException extends IOException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_DETAIL = 400;

    public CheckpointException(Path file, String detail) {
        this(file, detail, null);
    }

    public CheckpointException(Path file, String detail, Throwable cause) {
        super(oneLine(file.toString()) + ": " + oneLine(detail), cause);
    }

    /** Names inside a file may hold anything; here they must not break the line or reorder it. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(LONGEST_DETAIL).forEach(c -> line.appendCodePoint(isPrintable(c) ? c : '?'));
        return line.length() < text.length() ? line.append('…').toString() : line.toString();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
