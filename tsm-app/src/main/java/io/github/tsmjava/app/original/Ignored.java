package io.github.tsmjava.app.original;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Options of the originals that are accepted and mean nothing here. */
final class Ignored {

    /** What they have for a description. They are hidden, so no help shows it. */
    static final String MARK = "Without effect.";

    private Ignored() {
    }

    static boolean isMarked(OptionSpec option) {
        return option.description().length == 1 && option.description()[0].equals(MARK);
    }

    /**
     * One line that names those that the user typed, as typed; or an empty text.
     *
     * @param without whether an option has no effect
     */
    static String line(ParseResult given, Predicate<OptionSpec> without) {
        Set<String> names = given.matchedOptionsSet().stream().filter(without)
                .flatMap(option -> Set.of(option.names()).stream()).collect(Collectors.toSet());
        Set<String> typed = new LinkedHashSet<>();
        for (String argument : given.originalArgs()) {
            // A value may be in the same argument: --workers=16, -j16.
            String name = argument.startsWith("--") ? argument.replaceFirst("=.*", "")
                    : argument.substring(0, Math.min(2, argument.length()));
            if (names.contains(Spelling.ours(name))) {
                typed.add(name);
            }
        }
        return typed.isEmpty() ? "" : String.join(", ", typed) + ": without effect here, see docs/from-the-original.md";
    }
}
