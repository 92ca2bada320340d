package io.github.tsmjava.app.terminal;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;

/**
 * What a command prints. Names of files, tensors and classes come from outside and may hold anything, so everything
 * that would steer a terminal or reorder a line is written as its code, as JSON writes it; JSON still says the same
 * then. Line breaks are ours only where no value is put in: a line given to {@code println} stays one, and so does a
 * value given to {@code printf}.
 */
public final class Output extends PrintWriter {

    /** What {@code --json} means to commands that print answers. */
    public static final String JSON = "Print JSON instead of text, one value a line.";

    /** What colours mean here; a terminal that has none shows the same words. */
    public enum Colour {
        /** From a later frame. */
        FUTURE("\u001b[36m"),
        /** From an earlier frame, or what is changed by it. */
        PAST("\u001b[33m"),
        STRONG("\u001b[1m"),
        NONE("\u001b[0m");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    private final Failure failure;

    /** Keeps the first failure, which a PrintWriter keeps silent about. */
    private static final class Failure extends FilterWriter {

        private IOException first;

        Failure(Writer out) {
            super(out);
        }

        private interface Action {
            void run() throws IOException;
        }

        private void attempt(Action action) throws IOException {
            try {
                action.run();
            } catch (IOException e) {
                first = first == null ? e : first;
                throw e;
            }
        }

        @Override
        public void write(int c) throws IOException {
            attempt(() -> out.write(c));
        }

        @Override
        public void write(char[] text, int from, int count) throws IOException {
            attempt(() -> out.write(text, from, count));
        }

        @Override
        public void write(String text, int from, int count) throws IOException {
            attempt(() -> out.write(text, from, count));
        }

        @Override
        public void flush() throws IOException {
            attempt(out::flush);
        }
    }

    public Output(Writer out) {
        this(new Failure(out));
    }

    private Output(Failure failure) {
        super(failure, true);
        this.failure = failure;
    }

    /** Writes what there is, and tells why something could not be written; null if all could. */
    public IOException failure() {
        flush();
        return failure.first;
    }

    /** What is printed from here on has this colour, if stdout is a terminal that has colours. */
    public void colour(Colour colour) {
        if (Terminal.HAS_COLOURS) {
            super.write(colour.code, 0, colour.code.length());
        }
    }

    @Override
    public void write(int c) {
        write(String.valueOf((char) c));
    }

    @Override
    public void write(char[] text, int from, int count) {
        write(new String(text, from, count));
    }

    @Override
    public void write(String text, int from, int count) {
        String safe = escaped(text.substring(from, from + count), true);
        super.write(safe, 0, safe.length());
    }

    @Override
    public void println(String line) {
        super.println(escaped(String.valueOf(line), false));
    }

    @Override
    public void println(Object line) {
        println(String.valueOf(line));
    }

    @Override
    public PrintWriter format(String format, Object... values) {
        return super.format(format, escaped(values));
    }

    @Override
    public PrintWriter format(Locale locale, String format, Object... values) {
        return super.format(locale, format, escaped(values));
    }

    private static Object[] escaped(Object[] values) {
        Object[] safe = values.clone();
        for (int i = 0; i < safe.length; i++) {
            if (!(safe[i] instanceof Number)) {
                safe[i] = escaped(String.valueOf(safe[i]), false);
            }
        }
        return safe;
    }

    /** A text as one line. */
    static String line(String text) {
        return escaped(text, false);
    }

    private static String escaped(String text, boolean lines) {
        StringBuilder safe = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isBreak = c == '\n' || c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            boolean isSafe = isBreak ? lines : c == '\t' || !isControl(c);
            if (!isSafe && safe == null) {
                safe = new StringBuilder(text.substring(0, i));
            }
            if (safe != null) {
                safe.append(isSafe ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return safe == null ? text : safe.toString();
    }

    /** Codes for terminals (C0, C1), ends of lines, and marks that change the direction of what is around them. */
    private static boolean isControl(char c) {
        return Character.isISOControl(c) || c == '\u061c' || c == '\u200e' || c == '\u200f'
                || c >= '\u2028' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069';
    }
}
