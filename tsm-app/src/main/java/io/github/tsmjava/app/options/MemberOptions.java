package io.github.tsmjava.app.options;

import io.github.tsmjava.app.original.TestArguments;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.PretrainedNetwork.Overrides;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.models.network.NetworkConfig.Assumption;
import io.github.tsmjava.models.network.Shifting.ShiftMode;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.train.evaluation.Evaluator.Member;
import io.github.tsmjava.train.prepare.DatasetLayout;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.video.transform.Modality;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The networks of an evaluation and their lists of videos: options are given once for all networks, or for each. */
public final class MemberOptions {

    @Option(names = "--weights", paramLabel = "W", description = CheckpointOptions.WEIGHTS)
    private List<Path> weights = List.of();

    @Option(names = {"--list", "--test-list"}, paramLabel = "L",
            description = "Videos, one a line: path label, path frames label, or path offset frames label.")
    private List<Path> lists = List.of();

    @Option(names = "--root", paramLabel = "R", description = TrainingLists.ROOT)
    private List<Path> roots = List.of();

    @Option(names = {"--factor", "--coeff"}, split = ",", paramLabel = "F",
            description = "What a network's scores are multiplied with before they are added up (default: 1).")
    private List<Double> factors = List.of(1.0);

    @Option(names = {"--segments", "--test-segments"}, split = ",", paramLabel = "T",
            description = CheckpointOptions.SEGMENTS)
    private List<Integer> segments = List.of();

    @Option(names = "--shift-div", paramLabel = "D", description = CheckpointOptions.SHIFT_DIV)
    private List<Integer> shiftDivs = List.of();

    @Option(names = "--shift-mode", paramLabel = "MODE", description = CheckpointOptions.SHIFT_MODES
            + " (default: what the file says, else bidirectional).")
    private List<ShiftMode> shiftModes = List.of();

    @Option(names = "--preprocessing", split = ",", paramLabel = "mit|mmaction2|torchvision",
            description = ModelOptions.PREPROCESSING)
    private List<Flavour> preprocessings = List.of();

    @Mixin
    private MemberLabels labels;

    @Mixin
    private ViewOptions views;

    @Mixin
    private TestArguments original;

    public TestArguments original() {
        return original;
    }

    /** Takes over what the original's positional arguments say. */
    public void complete() {
        weights = original.weights(weights);
        lists = original.lists(lists);
    }

    public boolean hasWeights() {
        return !weights.isEmpty();
    }

    public List<Path> lists() {
        return lists;
    }

    /** What the scores of member i are multiplied with. */
    public double factor(int i) {
        return nth(factors, i, 1.0);
    }

    /** The names of {@code --labels}, or else those given, or "class 0" and so on. */
    public List<String> names(List<String> given, int classes) throws IOException {
        return labels.names(given, classes);
    }

    /** By this project's name, or an empty text where nobody names it. */
    public String dataset(Recipe recipe) {
        return original.isMain() ? original.datasetName() : recipe == null ? "" : recipe.dataset();
    }

    /**
     * Refuses options that were given neither once nor once for each.
     *
     * @param members how many networks, or files of scores
     * @param what    the option that names them
     */
    public void requireCounts(int members, String what) {
        requireCount("--list", lists, members, what);
        requireCount("--root", roots, members, what);
        requireCount("--factor", factors, members, what);
        requireCount("--segments", segments, members, what);
        requireCount("--shift-div", shiftDivs, members, what);
        requireCount("--shift-mode", shiftModes, members, what);
        requireCount("--preprocessing", preprocessings, members, what);
        for (double factor : factors) {
            if (!(factor > 0 && factor < 1e6)) {
                throw new UsageException("--factor: expected a number above 0, found " + factor);
            }
        }
    }

    private static void requireCount(String option, List<?> values, int members, String what) {
        if (values.size() > 1 && values.size() != members) {
            throw new UsageException("%s: given %d times, expected once or once for each of %d %s"
                    .formatted(option, values.size(), members, what));
        }
    }

    public int networks() {
        return Math.max(1, weights.size());
    }

    private static <T> T nth(List<T> values, int i, T otherwise) {
        return values.isEmpty() ? otherwise : values.get(Math.min(i, values.size() - 1));
    }

    /** The networks, loaded. What is assumed of them, and which videos are missing, is told to {@code err}. */
    public List<Member> members(Recipe recipe, Accuracy accuracy, PrintWriter err) throws IOException {
        original.requireWeights(weights);
        if (recipe != null && weights.size() > 1) {
            throw new UsageException("--recipe: expected one --weights, found " + weights.size());
        }
        String asked = recipe == null ? null : NetworkOptions.describe(recipe);
        Views published = recipe == null ? null : recipe.views().orElse(null);
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < networks(); i++) {
            Integer frames = nth(segments, i, recipe == null ? null : recipe.segments());
            UsageException.requireRange("--segments", frames, 1, PretrainedNetwork.MAX_SEGMENTS);
            PretrainedNetwork loaded = views.spaced(model(i, recipe, asked, frames, err));
            DatasetLayout layout = lists.isEmpty() || original.isMain()
                    ? original.layout(loaded.network().config().modality(), recipe) : null;
            Path file = lists.isEmpty() ? original.valList(layout) : nth(lists, i, null);
            PretrainedNetwork model = labels.named(loaded, nth(weights, i, null), layout, dataset(recipe), err);
            VideoList list = original.limited(VideoList.read(file));
            Path root = nth(roots, i, layout == null ? file.toAbsolutePath().getParent() : layout.valVideos());
            reportMissing(list, root, model.network().config().modality(), err);
            Views usual = original.views(published != null ? published : model.views(Views.EFFICIENT));
            VideoClassifier.Settings settings = views.settings(model, usual, accuracy);
            VideoClassifier classifier = new VideoClassifier(model,
                    JobKernels.settings(model, settings, list.entries().size()));
            members.add(new Member(classifier, labels.inOrderOf(model, list, layout, err), root, nth(factors, i, 1.0)));
        }
        return members;
    }

    /** The one network that is tested on streams, with its class names. */
    public PretrainedNetwork network(PrintWriter err) throws IOException {
        if (networks() > 1 || !lists.isEmpty()) {
            throw new UsageException("--stream: expected one --weights and no --list");
        }
        return labels.named(model(0, null, null, nth(segments, 0, null), err), nth(weights, 0, null), null, "", err);
    }

    private PretrainedNetwork model(int i, Recipe recipe, String asked, Integer frames, PrintWriter err) throws IOException {
        if (weights.isEmpty() && !(segments.isEmpty() && shiftDivs.isEmpty() && shiftModes.isEmpty())) {
            throw new UsageException(CheckpointOptions.WITHOUT_WEIGHTS);
        }
        Integer shiftDiv = nth(shiftDivs, i, null);
        UsageException.requireRange("--shift-div", shiftDiv, 2, PretrainedNetwork.MAX_SHIFT_DIV);
        Path file = nth(weights, i, null);
        if (recipe != null && file != null && file.endsWith(recipe.fileName())) {
            recipe.verify(file);
        }
        PretrainedNetwork model = file == null ? PretrainedNetwork.gestures()
                : load(file, new Overrides(frames, shiftDiv, nth(shiftModes, i, null)), recipe);
        model = model.withFlavour(nth(preprocessings, i, model.flavour()));
        CheckpointOptions.reportAssumed(model, file, err);
        if (recipe != null) {
            String found = NetworkOptions.describe(model.network().config());
            if (!asked.equals(found)) {
                throw new UsageException("--recipe: %s is %s; %s holds %s".formatted(
                        recipe.name(), asked, file == null ? "the network in the box" : file, found));
            }
        }
        return model;
    }

    /** What neither the file nor the user says of the shift, the recipe says. */
    private static PretrainedNetwork load(Path file, Overrides said, Recipe recipe) throws IOException {
        PretrainedNetwork model = PretrainedNetwork.load(file, said);
        Set<Assumption> assumed = model.assumed();
        if (recipe == null || !assumed.contains(Assumption.SHIFT_DIV) && !assumed.contains(Assumption.SHIFT_MODE)) {
            return model;
        }
        return PretrainedNetwork.load(file, new Overrides(said.segments(),
                assumed.contains(Assumption.SHIFT_DIV) ? Integer.valueOf(recipe.network().shifting().shift().div())
                        : said.shiftDiv(),
                assumed.contains(Assumption.SHIFT_MODE) ? recipe.shiftMode() : said.shiftMode()));
    }

    /** Before hours of work. */
    public static void reportMissing(VideoList list, Path root, Modality modality, PrintWriter err) {
        List<VideoList.Entry> missing = list.missing(root, modality);
        if (missing.size() == list.entries().size()) {
            throw new UsageException("%s: none of its %d videos is in %s, the first is %s; --root sets the folder"
                    .formatted(list.file(), missing.size(), root, missing.getFirst().path()));
        }
        if (!missing.isEmpty()) {
            err.printf("tsm: %s: %d of %d videos are not in %s, the first is %s%n",
                    list.file(), missing.size(), list.entries().size(), root, missing.getFirst().path());
        }
    }
}
