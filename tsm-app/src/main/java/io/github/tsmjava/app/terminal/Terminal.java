package io.github.tsmjava.app.terminal;

/** What the launcher tells of the terminal, since Java cannot ask without starting other programs. */
public final class Terminal {

    /** Whether stderr is a terminal. */
    public static final boolean IS_PRESENT = Boolean.getBoolean("tsm.terminal");

    /** Whether stdout is a terminal whose user wants colours. */
    static final boolean HAS_COLOURS = Boolean.getBoolean("tsm.colours");

    private Terminal() {
    }

    /** The terminal's width in characters, from the environment variable {@code COLUMNS}; without it, what is given. */
    public static int columns(int otherwise) {
        String text = System.getenv("COLUMNS");
        return text != null && text.matches("[1-9]\\d{0,3}") ? Integer.parseInt(text) : otherwise;
    }
}
