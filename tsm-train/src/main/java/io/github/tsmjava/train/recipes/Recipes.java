package io.github.tsmjava.train.recipes;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All rows of the published tables, of the original code and of MMAction2 before version 1 and since, and the networks
 * in the box. Of version 1, those networks are left out that we do not have: MobileOne.
 */
final class Recipes {

    private static final List<Recipe> ALL = load();

    private Recipes() {
    }

    /** In the order of the tables. */
    static List<Recipe> all() {
        return ALL;
    }

    /** {@link Recipe#find}. */
    static Optional<Recipe> find(String name) {
        String base = Recipe.baseName(name);
        return ALL.stream().filter(recipe -> recipe.name().equalsIgnoreCase(base)).findFirst()
                .or(() -> ALL.stream().filter(recipe -> recipe.configuration().equalsIgnoreCase(base)).findFirst());
    }

    /** The recipes with this text in their name or their data set's. */
    static List<Recipe> matching(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return ALL.stream().filter(recipe ->
                (recipe.name() + " " + recipe.dataset()).toLowerCase(Locale.ROOT).contains(wanted)).toList();
    }

    private static List<Recipe> load() {
        Gson gson = new GsonBuilder().setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES).create();
        JsonObject file = read();
        List<Recipe> recipes = new ArrayList<>();
        for (JsonElement element : file.getAsJsonArray("recipes")) {
            JsonObject recipe = element.getAsJsonObject();
            resolve(recipe, "training", file);
            recipe.getAsJsonArray("results").forEach(result -> resolve(result.getAsJsonObject(), "views", file));
            recipes.add(gson.fromJson(recipe, Recipe.class));
        }
        return List.copyOf(recipes);
    }

    /** Puts what is defined once, under a name, where the name stands. */
    private static void resolve(JsonObject object, String member, JsonObject file) {
        if (object.has(member)) {
            object.add(member, file.getAsJsonObject(member).get(object.get(member).getAsString()));
        }
    }

    private static JsonObject read() {
        try (InputStream in = Recipes.class.getResourceAsStream("recipes.json")) {
            return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8)).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
