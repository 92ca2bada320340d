package io.github.tsmjava.app.terminal;

/** What was asked for cannot be done; the message says why in one line. */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    /** Checks a number that may be left out (null). */
    public static void requireRange(String option, Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw new UsageException("%s: expected %d to %d, found %d".formatted(option, least, most, value));
        }
    }
}
