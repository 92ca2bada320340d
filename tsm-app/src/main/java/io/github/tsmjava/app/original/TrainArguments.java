package io.github.tsmjava.app.original;

import io.github.tsmjava.models.NetworkConfig;
import io.github.tsmjava.train.prepare.DatasetLayout;
import io.github.tsmjava.train.recipes.Augmentation;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.train.recipes.Training;
import io.github.tsmjava.video.Flavour;
import io.github.tsmjava.video.Modality;
import io.github.tsmjava.video.Sampling;
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

    @Parameters(arity = "0..2", paramLabel = "DATASET MODALITY",
            description = "As for the original's main.py: ucf101, hmdb51, something, somethingv2, jester or kinetics, and "
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

    private final Ignored ignored = new Ignored();

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
                    "%s: expected %s, which is all that the original code has, found %s".formatted(option, known, found));
        }
    }

    @Option(names = {"-j", "--workers"}, hidden = true)
    void workers(int number) {
        ignored.add("--workers");
    }

    @Option(names = {"-p", "--print-freq"}, hidden = true)
    void printEvery(int steps) {
        ignored.add("--print-freq");
    }

    @Option(names = {"--gpus", "--gpu-ids"}, arity = "1..*", hidden = true)
    void gpus(List<Integer> numbers) {
        ignored.add("--gpus");
    }

    @Option(names = "--start-epoch", hidden = true)
    void startEpoch(int epoch) {
        ignored.add("--start-epoch");
    }

    @Option(names = "--root-log", hidden = true)
    void logs(Path folder) {
        ignored.add("--root-log");
    }

    @Option(names = "--img-feature-dim", hidden = true)
    void featureDim(int number) {
        ignored.add("--img-feature-dim");
    }

    @Option(names = "--k", hidden = true)
    void k(int number) {
        ignored.add("--k");
    }

    @Option(names = {"--snapshot-pref", "--flow-prefix"}, hidden = true)
    void prefix(String text) {
        ignored.add("--snapshot_pref, --flow_prefix");
    }

    /** MMAction2's; here every training is validated if it has a list for that. */
    @Option(names = "--validate", hidden = true)
    void validate(boolean on) {
        ignored.add("--validate");
    }

    /** MMAction2's; here every training is. */
    @Option(names = "--deterministic", hidden = true)
    void deterministic(boolean on) {
        ignored.add("--deterministic");
    }

    @Option(names = {"--launcher", "--local-rank"}, hidden = true)
    void launcher(String text) {
        ignored.add("--launcher");
    }

    /** Whether a data set and a modality are named, as for {@code main.py}. */
    public boolean isMain() {
        return positionals.size() == 2;
    }

    /** The configuration that is named, as for {@code tools/train.py}, or null. */
    public String config() {
        return positionals.size() == 1 ? positionals.getFirst() : null;
    }

    /** Whether they say where to write to. */
    public boolean namesFolder() {
        return workDir != null || isMain();
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
     */
    public Recipe recipe(int classes) {
        boolean directed = dataset().startsWith("something") || dataset().equals("jester");
        List<Augmentation> augmentations = directed ? List.of(Augmentation.MULTI_SCALE_CROP)
                : List.of(Augmentation.MULTI_SCALE_CROP, Augmentation.FLIP);
        Training training = new Training(Sampling.Strategy.UNIFORM, 120, List.of(50, 100), false, null, 0.001, 128, 5e-4,
                0.5, 0, true, augmentations);
        return new Recipe("main.py " + String.join(" ", positionals), Flavour.MIT, datasetName(), classes, modality(),
                "BNInception", null, false, false, null, null, SEGMENTS, null, null,
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
            return isMain() ? Dataset.ofOriginal(dataset(), modality(), rootPath) : Dataset.ofRecipe(recipe, rootPath);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    /** The folder to write to: that of {@code --work-dir}, or the one that {@code main.py} would choose; else null. */
    public Path folder(NetworkConfig config, int epochs, boolean cosine, boolean dense) {
        return workDir != null || !isMain() ? workDir : rootModel.resolve(
                StoreName.of(dataset(), config, epochs, pretrain, cosine, dense, suffix));
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
        return ignored.line();
    }
}
