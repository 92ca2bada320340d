package io.github.tsmjava.app.terminal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What was asked for cannot be done; the message says why in one line. */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    /**
     * The first of two files, or null for the network in the box where there is only the one to write. Whoever forgets
     * that one must not lose a checkpoint.
     */
    public static Path weightsBefore(List<Path> files) {
        if (files.size() == 1 && Files.exists(files.getFirst())) {
            throw new UsageException(("expected a checkpoint and a file to write, found %s alone, which is there and would be "
                    + "overwritten by the network in the box").formatted(files.getFirst()));
        }
        return files.size() == 1 ? null : files.getFirst();
    }

    /** Checks a number that may be left out (null). */
    public static void requireRange(String option, Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw new UsageException("%s: expected %d to %d, found %d".formatted(option, least, most, value));
        }
    }
}
