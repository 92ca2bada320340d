package io.github.tsmjava.app.original;

import java.util.LinkedHashSet;
import java.util.Set;

/** Options of the originals that were given and mean nothing here. */
final class Ignored {

    private final Set<String> options = new LinkedHashSet<>();

    void add(String option) {
        options.add(option);
    }

    /** One line that names them, or an empty text. */
    String line() {
        return options.isEmpty() ? "" : String.join(", ", options) + ": without effect here, see docs/from-the-original.md";
    }
}
