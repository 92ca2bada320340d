package io.github.tsmjava.app.original;

import io.github.tsmjava.models.VideoClassifier.Average;
import io.github.tsmjava.train.prepare.DatasetLayout;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.transform.Modality;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * What {@code test_models.py DATASET …} and {@code tools/test.py CONFIG CKPT …} take and {@code tsm eval} has no option
 * of its own for.
 */
public final class TestArguments {

    @Parameters(arity = "0..2", paramLabel = "DATASET | CONFIG CKPT",
            description = "As for the original's test_models.py: ucf101, hmdb51, something, somethingv2, jester or "
                    + "kinetics; or, as for MMAction2's tools/test.py, a configuration (the same as --recipe) and a "
                    + "checkpoint (the same as --weights).")
    private List<String> positionals = List.of();

    @Option(names = "--root-path", hidden = true)
    private Path rootPath;

    @Option(names = "--dense-sample", hidden = true)
    private boolean dense;

    @Option(names = "--twice-sample", hidden = true)
    private boolean twice;

    @Option(names = "--softmax", hidden = true)
    private boolean softmax;

    @Option(names = "--average-clips", hidden = true)
    private String averageClips;

    @Option(names = "--max-num", hidden = true, defaultValue = "-1")
    private int batches;

    @Option(names = {"-b", "--batch-size"}, hidden = true)
    private Integer batch;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = {"-j", "--workers", "--input-size", "--img-feature-dim", "--num-set-segments", "--pretrain",
            "--tmpdir",
        "--launcher", "--local-rank", "--seed", "--work-dir", "--show-dir", "--interval", "--wait-time"}, hidden = true,
            description = Ignored.MARK)
    private String ignoredText;

    @Option(names = {"--gpus", "--gpu-ids"}, arity = "1..*", hidden = true, description = Ignored.MARK)
    private List<Integer> ignoredNumbers;

    @Option(names = "--eval-options", arity = "1..*", hidden = true, description = Ignored.MARK)
    private List<String> ignoredTexts;

    @Option(names = {"--fuse-conv-bn", "--gpu-collect", "--deterministic", "--onnx", "--tensorrt", "--show"},
            hidden = true, description = Ignored.MARK)
    private boolean ignoredFlag;

    @Option(names = {"--cfg-options", "--options"}, arity = "0..*", hidden = true)
    void configOptions(List<String> texts) {
        throw new ParameterException(spec.commandLine(), "--cfg-options: not supported: --segments, --clips, --crops "
                + "and others change parts of a recipe");
    }

    @Option(names = "--crop-fusion-type", hidden = true)
    void cropFusion(String type) {
        if (!type.equals("avg")) {
            throw new ParameterException(spec.commandLine(), "--crop-fusion-type: expected avg, found " + type);
        }
    }

    /** MMAction2's metrics; all of them are printed anyway. */
    @Option(names = "--eval", arity = "1..2", hidden = true)
    void metrics(List<String> names) {
        for (String name : names) {
            if (!List.of("top_k_accuracy", "mean_class_accuracy").contains(name)) {
                throw new ParameterException(spec.commandLine(), "--eval: expected top_k_accuracy or "
                        + "mean_class_accuracy, found '%s'".formatted(name));
            }
        }
    }

    /** Whether a data set is named, as for {@code test_models.py}. */
    public boolean isMain() {
        return positionals.size() == 1 && config() == null;
    }

    /** The configuration that is named, as for {@code tools/test.py}, or null. */
    public String config() {
        if (positionals.isEmpty()) {
            return null;
        }
        String first = positionals.getFirst();
        boolean isConfig = positionals.size() == 2 || first.endsWith(".py") || Recipe.find(first).isPresent();
        return isConfig ? first : null;
    }

    /**
     * The checkpoints: that of {@code tools/test.py}, or those of {@code --weights}, which {@code test_models.py} takes
     * as one text with commas.
     */
    public List<Path> weights(List<Path> given) {
        if (positionals.size() == 2) {
            if (!given.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "--weights: expected without CONFIG CKPT");
            }
            return List.of(path(positionals.get(1)));
        }
        return isMain() ? split(given) : given;
    }

    /** Refuses to test the network in the box on a data set that it knows nothing of. */
    public void requireWeights(List<Path> found) {
        if (found.isEmpty() && !positionals.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--weights: expected a checkpoint to test %s %s"
                    .formatted(isMain() ? "on" : "with", positionals.getFirst()));
        }
    }

    /** Paths apart that were given as one, but for a file whose name has a comma. */
    private List<Path> split(List<Path> paths) {
        List<Path> parts = new ArrayList<>();
        for (Path path : paths) {
            if (Files.exists(path)) {
                parts.add(path);
            } else {
                for (String part : path.toString().split(",")) {
                    parts.add(path(part));
                }
            }
        }
        return parts;
    }

    private Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new ParameterException(spec.commandLine(), "expected a path, found '%s'".formatted(text));
        }
    }

    /** This project's name of the data set that is named, as in {@code kinetics400}. */
    public String datasetName() {
        return DatasetLayout.nameOfOriginal(positionals.getFirst().toLowerCase(Locale.ROOT));
    }

    /**
     * The files of the data set that is named.
     *
     * @param modality what the network reads
     * @param recipe   of the configuration that is named, where {@link #isMain} is false
     */
    public DatasetLayout layout(Modality modality, Recipe recipe) {
        try {
            return isMain() ? DatasetFiles.ofOriginal(positionals.getFirst(), modality, rootPath)
                    : DatasetFiles.ofRecipe(recipe, rootPath);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    /** The list of a data set to test on. */
    public Path valList(DatasetLayout layout) {
        try {
            DatasetFiles.requireThere(layout.valList(), rootPath, "--test-list");
            return layout.valList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    /** The paths of {@code --test-list}, which {@code test_models.py} takes as one text with commas. */
    public List<Path> lists(List<Path> given) {
        return isMain() ? split(given) : given;
    }

    /** The given views with the frames that the options ask for; of both, ten clips win as in the original. */
    public Views views(Views usual) {
        Sampling.Strategy clips = dense ? Sampling.Strategy.DENSE : twice ? Sampling.Strategy.TWICE : usual.clips();
        return new Views(clips, usual.crops(), usual.size(), usual.fullResolution());
    }

    /** What the options say is averaged, or null. */
    public Average average() {
        if (averageClips != null) {
            return switch (averageClips) {
                case "score" -> Average.LOGITS;
                case "prob" -> Average.PROBABILITIES;
                default -> throw new ParameterException(spec.commandLine(),
                        "--average-clips: expected score or prob, found '%s'".formatted(averageClips));
            };
        }
        return softmax ? Average.SOFTMAX : null;
    }

    /** As much of a list as {@code --max-num} batches are. */
    public VideoList limited(VideoList list) {
        long videos = (long) batches * (batch == null ? 1 : batch);
        return batches < 1 || videos >= list.entries().size() ? list
                : new VideoList(list.file(), list.entries().subList(0, (int) videos));
    }

    /** One line that names the options without effect, or an empty text. */
    public String ignored() {
        return Ignored.line(spec.commandLine().getParseResult(), option -> Ignored.isMarked(option)
                || batches < 1 && List.of(option.names()).contains("--batch-size"));
    }
}
