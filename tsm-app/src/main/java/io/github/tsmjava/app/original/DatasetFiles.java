package io.github.tsmjava.app.original;

import io.github.tsmjava.train.prepare.DatasetLayout;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.video.transform.Modality;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the files of a data set that is named rather than given by its lists. */
final class DatasetFiles {

    /** Where the original code has its data, then where users of either code keep theirs. */
    private static final List<Path> USUAL_ROOTS = List.of(Path.of("/ssd/video"), Path.of("data"), Path.of("dataset"));

    private DatasetFiles() {
    }

    /** @param root the folder that holds the data set's, or null for the usual ones */
    static DatasetLayout ofOriginal(String name, Modality modality, Path root) {
        return DatasetLayout.firstThatIsThere(roots(root).stream()
                .map(folder -> DatasetLayout.original(name, modality, folder)).toList());
    }

    /** The files of a recipe's data set: those that its configuration asks for, or the same as videos or as frames. */
    static DatasetLayout ofRecipe(Recipe recipe, Path root) {
        boolean videos = recipe.name().contains("_video_") || recipe.dataset().equals("diving48");
        List<DatasetLayout> layouts = new ArrayList<>();
        for (boolean kind : new boolean[] {videos, !videos}) {
            roots(root).forEach(folder -> layouts.add(DatasetLayout.mmaction2(recipe.dataset(), kind, folder)));
        }
        return DatasetLayout.firstThatIsThere(layouts);
    }

    /**
     * Refuses a data set whose list is not there, and says where it was looked for.
     *
     * @param option that names another list
     * @throws IllegalArgumentException in one line
     */
    static void requireThere(Path list, Path root, String option) {
        if (!Files.exists(list)) {
            List<Path> roots = roots(root);
            Path name = roots.stream().filter(list::startsWith).findFirst()
                    .map(folder -> folder.relativize(list)).orElse(list);
            throw new IllegalArgumentException("no %s in %s; --root_path names the folder, %s the file".formatted(name,
                    roots.stream().map(Path::toString).collect(Collectors.joining(", "))
                    .replaceFirst(", ([^,]*)$", " or $1"), option));
        }
    }

    private static List<Path> roots(Path root) {
        return root == null ? USUAL_ROOTS : List.of(root);
    }
}
