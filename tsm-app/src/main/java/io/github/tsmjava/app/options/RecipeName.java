package io.github.tsmjava.app.options;

import io.github.tsmjava.app.terminal.Suggestions;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.train.recipes.Recipe;
import java.io.PrintWriter;
import java.util.List;

/** What the name of a recipe, or of a configuration of MMAction2, stands for on the command line. */
public final class RecipeName {

    private RecipeName() {
    }

    /**
     * The recipe, or why there is none. Where a configuration has several rows, the one that is taken is told to
     * {@code err}.
     */
    public static Recipe find(String name, PrintWriter err) {
        Recipe found = Recipe.find(name).orElseThrow(() -> new UsageException(
                "no recipe is called '%s'; %s".formatted(name, hint(Recipe.baseName(name)))));
        if (!found.name().equalsIgnoreCase(Recipe.baseName(name))) {
            err.printf("tsm: %s has rows for frames of several sizes; taken is %s%n", Recipe.baseName(name),
                    found.name());
        }
        return found;
    }

    private static String hint(String name) {
        List<String> similar = Recipe.matching(name).stream().map(Recipe::configuration).distinct()
                .limit(Suggestions.MOST).toList();
        List<String> names = !similar.isEmpty() ? similar
                : Suggestions.near(name, Recipe.all().stream().map(Recipe::configuration).distinct());
        return names.isEmpty() ? "./tsm zoo lists them" : "there is " + String.join(", ", names);
    }
}
