package io.github.tsmjava.app.original;

import io.github.tsmjava.models.Average;
import io.github.tsmjava.train.prepare.DatasetLayout;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.video.Modality;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.Views;
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

    private final Ignored ignored = new Ignored();

    @Option(names = {"-j", "--workers"}, hidden = true)
    void workers(int number) {
        ignored.add("--workers");
    }

    @Option(names = {"--gpus", "--gpu-ids"}, arity = "1..*", hidden = true)
    void gpus(List<Integer> numbers) {
        ignored.add("--gpus");
    }

    @Option(names = {"--input-size", "--img-feature-dim", "--num-set-segments"}, hidden = true)
    void unused(int number) {
        ignored.add("--input_size, --img_feature_dim, --num_set_segments");
    }

    @Option(names = "--pretrain", hidden = true)
    void pretrain(String text) {
        ignored.add("--pretrain");
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
                throw new ParameterException(spec.commandLine(), "--eval: expected top_k_accuracy or mean_class_accuracy, "
                        + "found '%s'".formatted(name));
            }
        }
    }

    @Option(names = {"--fuse-conv-bn", "--gpu-collect", "--deterministic"}, hidden = true)
    void always(boolean on) {
        ignored.add("--fuse-conv-bn, --gpu-collect, --deterministic");
    }

    @Option(names = {"--tmpdir", "--launcher", "--local-rank", "--seed"}, hidden = true)
    void distributed(String text) {
        ignored.add("--tmpdir, --launcher, --seed");
    }

    /** Whether a data set is named, as for {@code test_models.py}. */
    public boolean isMain() {
        return positionals.size() == 1;
    }

    /** The configuration that is named, as for {@code tools/test.py}, or null. */
    public String config() {
        return positionals.size() == 2 ? positionals.getFirst() : null;
    }

    /**
     * The checkpoints: that of {@code tools/test.py}, or those of {@code --weights}, which {@code test_models.py} takes
     * as one text with commas.
     */
    public List<Path> weights(List<Path> given) {
        if (config() != null) {
            if (!given.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "--weights: expected without CONFIG CKPT");
            }
            return List.of(path(positionals.get(1)));
        }
        return isMain() ? split(given) : given;
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
            return isMain() ? Dataset.ofOriginal(positionals.getFirst(), modality, rootPath)
                    : Dataset.ofRecipe(recipe, rootPath);
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
        if (batch != null && batches < 1) {
            ignored.add("--batch-size");
        }
        return ignored.line();
    }
}
