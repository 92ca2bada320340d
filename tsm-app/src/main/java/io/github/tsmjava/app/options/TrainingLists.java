package io.github.tsmjava.app.options;

import io.github.tsmjava.app.original.TrainArguments;
import io.github.tsmjava.app.report.TrainingReport;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.Labels;
import io.github.tsmjava.train.prepare.DatasetLayout;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The videos to train and to validate on: those of lists, or of a data set that is named. */
public final class TrainingLists {

    public static final String ROOT = "The folder in which a list's paths begin (default: the list's own folder).";

    @Option(names = "--train-list", paramLabel = "L",
            description = "Videos to train on, one a line: path label, path frames label, or path offset frames label.")
    private Path training;

    @Option(names = "--val-list", paramLabel = "L", description = "Videos to validate on after each epoch.")
    private Path validation;

    @Option(names = "--root", paramLabel = "R", description = ROOT)
    private Path root;

    @Option(names = "--labels", paramLabel = "F", description = "Class names, one a line; they go into the files.")
    private Path labels;

    /** The files of a data set that is named, or null. */
    private DatasetLayout layout;

    /**
     * Takes over what a data set or a configuration by name stands for, where no option says otherwise.
     *
     * @param recipe of the configuration, or null
     */
    public void complete(TrainArguments original, Recipe recipe) {
        if (original.isMain() || training == null && recipe != null) {
            layout = original.layout(recipe);
        }
        if (training == null && layout == null) {
            throw new UsageException("--train-list: expected a list of videos, or a data set by name");
        }
        if (training == null) {
            training = original.trainList(layout);
            validation = validation == null && Files.exists(layout.valList()) ? layout.valList() : validation;
        }
        if (!original.isValidated()) {
            validation = null;
        }
        if (original.isMain() && labels == null) {
            boolean named = layout.labels() != null && Files.exists(layout.labels());
            labels = named ? layout.labels() : Path.of(original.datasetName());
        }
    }

    public Path training() {
        return training;
    }

    /** Null for none. */
    public VideoList readValidation() throws IOException {
        return validation == null ? null : VideoList.read(validation);
    }

    /** A file of class names, or a data set's name; null for none. */
    public Path labels() {
        return labels;
    }

    /** How many classes there are. */
    public int classes() throws IOException {
        return Labels.read(labels).size();
    }

    /** The folder in which the paths of one of the lists begin. */
    public Path root(Path list) {
        if (root == null && layout != null && list.equals(layout.trainList())) {
            return layout.trainVideos();
        }
        if (root == null && layout != null && list.equals(layout.valList())) {
            return layout.valVideos();
        }
        return root == null ? list.toAbsolutePath().getParent() : root;
    }

    /** The options with which {@code ./tsm eval} sees what training was validated on. */
    public String forEval(Views views) {
        String clips = views.clips() == Sampling.Strategy.DENSE ? " --clips dense" : "";
        if (validation == null) {
            return "--list LIST" + (root == null ? "" : " --root " + TrainingReport.quoted(root)) + clips;
        }
        Path place = root(validation);
        boolean isUsual = root == null && place.toAbsolutePath().equals(validation.toAbsolutePath().getParent());
        return "--list " + TrainingReport.quoted(validation)
                + (isUsual ? "" : " --root " + TrainingReport.quoted(place)) + clips;
    }
}
