package io.github.tsmjava.app.original;

import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.train.prepare.DatasetLayout;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.train.recipes.Training;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.video.transform.Modality;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * What {@code main.py DATASET MODALITY …} and {@code tools/train.py CONFIG …} take and {@code tsm train} has no option
 * of its own for. A data set by name stands for its lists; options of {@code main.py} that are not given have its
 * defaults.
 */
public final class TrainArguments {

    private static final int SEGMENTS = 3;
    private static final int EPOCHS = 120;
    /** Where {@code tools/train.py} writes to. */
    private static final Path WORK_DIRS = Path.of("work_dirs");

    @Parameters(arity = "0..2", paramLabel = "DATASET MODALITY",
            description = "As for the original's main.py: ucf101, hmdb51, something, somethingv2, jester or kinetics, "
                    + "and "
                    + "RGB or Flow; or, as for MMAction2's tools/train.py, one configuration (the same as --recipe).")
    private List<String> positionals = List.of();

    @Option(names = "--root-path", hidden = true)
    private Path rootPath;

    @Option(names = "--root-model", hidden = true, defaultValue = "checkpoint")
    private Path rootModel;

    @Option(names = "--work-dir", hidden = true)
    private Path workDir;

    @Option(names = "--suffix", hidden = true)
    private String suffix;

    @Option(names = "--pretrain", hidden = true, defaultValue = "imagenet")
    private String pretrain;

    @Option(names = {"-e", "--evaluate"}, description = "Test the network of --resume or --tune-from on the validation "
            + "list, and train nothing.")
    private boolean evaluate;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** MMAction2's. */
    @Option(names = "--no-validate", hidden = true)
    private boolean unvalidated;

    @Option(names = {"-j", "--workers", "-p", "--print-freq", "--start-epoch", "--root-log", "--img-feature-dim", "--k",
        "--snapshot-pref", "--flow-prefix", "--launcher", "--local-rank"}, hidden = true, description = Ignored.MARK)
    private String ignoredText;

    @Option(names = {"--gpus", "--gpu-ids"}, arity = "1..*", hidden = true, description = Ignored.MARK)
    private List<Integer> ignoredNumbers;

    /** Here every training is validated that has a list for it, and every training is deterministic. */
    @Option(names = {"--validate", "--deterministic", "--amp", "--auto-scale-lr", "--diff-rank-seed", "--diff-seed",
        "--test-last", "--test-best", "--omnisource"}, hidden = true, description = Ignored.MARK)
    private boolean ignoredFlag;

    @Option(names = {"--cfg-options", "--options"}, arity = "0..*", hidden = true)
    void configOptions(List<String> texts) {
        throw new ParameterException(spec.commandLine(), "--cfg-options: not supported: --lr, --epochs, --batch-size "
                + "and others change parts of a recipe");
    }

    @Option(names = "--load-from", hidden = true)
    void loadFrom(String file) {
        throw new ParameterException(spec.commandLine(), "--load-from: not supported: --tune-from starts from the "
                + "parameters of a checkpoint; --lr, --epochs, --batch-size and others change parts of a recipe");
    }

    @Option(names = "--consensus-type", hidden = true)
    void consensus(String type) {
        requireOnly("--consensus-type", "avg", type);
    }

    @Option(names = "--loss-type", hidden = true)
    void loss(String type) {
        requireOnly("--loss-type", "nll", type);
    }

    private void requireOnly(String option, String known, String found) {
        if (!found.equals(known)) {
            throw new ParameterException(spec.commandLine(),
                    "%s: expected %s, which is all that the original code has, found %s".formatted(option, known,
                            found));
        }
    }

    /** Whether a data set and a modality are named, as for {@code main.py}. */
    public boolean isMain() {
        return positionals.size() == 2;
    }

    /** The configuration that is named, as for {@code tools/train.py}, or null. */
    public String config() {
        if (positionals.size() != 1) {
            return null;
        }
        if (DatasetLayout.isOriginal(positionals.getFirst())) {
            throw new ParameterException(spec.commandLine(),
                    "MODALITY: expected RGB or Flow after " + positionals.getFirst());
        }
        return positionals.getFirst();
    }

    /** Whether they say where to write to. */
    public boolean namesFolder() {
        return workDir != null || !positionals.isEmpty();
    }

    /** Whether training is to be validated, if there is a list for it. */
    public boolean isValidated() {
        return !unvalidated;
    }

    /** Whether nothing is trained. */
    public boolean isEvaluation() {
        return evaluate;
    }

    private String dataset() {
        return positionals.getFirst().toLowerCase(Locale.ROOT);
    }

    private Modality modality() {
        String text = positionals.get(1);
        for (Modality modality : Modality.values()) {
            if (modality.name().equalsIgnoreCase(text)) {
                return modality;
            }
        }
        throw new ParameterException(spec.commandLine(), "MODALITY: expected RGB or Flow, found '%s'".formatted(text));
    }

    /**
     * What {@code main.py} does where no option says otherwise.
     *
     * @param classes of the data set
     * @param epochs  that an option says, or null; the epochs after which the learning rate falls do not depend on them
     */
    public Recipe recipe(int classes, Integer epochs) {
        boolean directed = dataset().startsWith("something") || dataset().equals("jester");
        List<Training.Change> changes = directed ? List.of(Training.Change.MULTI_SCALE_CROP)
                : List.of(Training.Change.MULTI_SCALE_CROP, Training.Change.FLIP);
        Training training = new Training(Sampling.Strategy.UNIFORM, epochs == null ? EPOCHS : epochs, List.of(50, 100),
                false, null, 0.001, 128, 5e-4, 0.5, 0, true, changes);
        return new Recipe("main.py " + String.join(" ", positionals), Flavour.MIT, datasetName(), classes, modality(),
                "BNInception", null, false, false, null, null, false, SEGMENTS, null, null,
                pretrain.equals("imagenet") ? pretrain : "none", training, List.of(), null, List.of());
    }

    /** This project's name of the data set, as in {@code kinetics400}. */
    public String datasetName() {
        return DatasetLayout.nameOfOriginal(dataset());
    }

    /**
     * The files of the data set that is named.
     *
     * @param recipe of the configuration that is named, where {@link #isMain} is false
     */
    public DatasetLayout layout(Recipe recipe) {
        try {
            return isMain() ? DatasetFiles.ofOriginal(dataset(), modality(), rootPath)
                    : DatasetFiles.ofRecipe(recipe, rootPath);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    /** The list of a data set to train on. */
    public Path trainList(DatasetLayout layout) {
        try {
            DatasetFiles.requireThere(layout.trainList(), rootPath, "--train-list");
            return layout.trainList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    /**
     * The folder to write to: that of {@code --work-dir}, or the one that {@code main.py} or {@code tools/train.py}
     * would choose; else null.
     */
    public Path folder(NetworkConfig config, int epochs, boolean cosine, boolean dense) {
        if (workDir != null || positionals.isEmpty()) {
            return workDir;
        }
        return isMain() ? rootModel.resolve(StoreName.of(dataset(), config, epochs, pretrain, cosine, dense, suffix))
                : WORK_DIRS.resolve(Recipe.baseName(config()));
    }

    /**
     * Whether the classifier learns five times as fast: not where a network goes on with the data set it knows.
     *
     * @param tuneFrom the file to start from, or null
     */
    public boolean isClassifierNew(Path tuneFrom) {
        return tuneFrom == null || !tuneFrom.toString().contains(dataset());
    }

    /** One line that names the options without effect, or an empty text. */
    public String ignored() {
        return Ignored.line(spec.commandLine().getParseResult(), Ignored::isMarked);
    }
}
