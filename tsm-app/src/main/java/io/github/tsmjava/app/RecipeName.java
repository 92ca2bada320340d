package io.github.tsmjava.app;

import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.train.recipes.Recipes;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What the name of a recipe, or of a configuration of MMAction2, stands for on the command line. */
final class RecipeName {

    private static final int MOST = 3;
    /** So many letters with one of them wrong are still near. */
    private static final int LETTERS_PER_SLIP = 3;

    private RecipeName() {
    }

    /** The recipe, or why there is none. Where a configuration has several rows, the one that is taken is told to {@code err}. */
    static Recipe find(String name, PrintWriter err) {
        Recipe found = Recipes.find(name).orElseThrow(() -> new UsageException(
                "no recipe is called '%s'; %s".formatted(name, hint(Recipes.baseName(name)))));
        if (!found.name().equalsIgnoreCase(Recipes.baseName(name))) {
            err.printf("tsm: %s has rows for frames of several sizes; taken is %s%n", Recipes.baseName(name), found.name());
        }
        return found;
    }

    private static String hint(String name) {
        if (name.matches(".*_\\d+xb\\d+-.*")) {
            return "configurations of MMAction2 1.x are not known; ./tsm zoo lists those of 0.x";
        }
        List<Recipe> similar = Recipes.matching(name);
        String names = (similar.isEmpty() ? near(name) : similar).stream().map(Recipes::configuration).distinct().limit(MOST)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "./tsm zoo lists them" : "there is " + names;
    }

    private static List<Recipe> near(String name) {
        return Recipes.all().stream().filter(recipe -> distance(name, recipe) <= name.length() / LETTERS_PER_SLIP)
                .sorted(Comparator.comparingInt(recipe -> distance(name, recipe))).toList();
    }

    private static int distance(String name, Recipe recipe) {
        return Suggestions.distance(name, Recipes.configuration(recipe));
    }
}
