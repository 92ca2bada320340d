package io.github.tsmjava.app;

import io.github.tsmjava.app.original.TestArguments;
import io.github.tsmjava.models.Assumption;
import io.github.tsmjava.models.LabelSet;
import io.github.tsmjava.models.Labels;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.PretrainedNetwork.Overrides;
import io.github.tsmjava.models.ShiftMode;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.train.evaluation.Evaluator.Member;
import io.github.tsmjava.train.prepare.DatasetLayout;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.video.Flavour;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.weights.KeyFamily;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The networks of an evaluation and their lists of videos: an option is given once for all networks, or once for each. */
final class MemberOptions {

    @Option(names = "--weights", paramLabel = "W",
            description = "Checkpoint: .pth, .pth.tar or .safetensors (default: the network of gestures in the box).")
    private List<Path> weights = List.of();

    @Option(names = {"--list", "--test-list"}, paramLabel = "L",
            description = "Videos, one a line: path label, path frames label, or path offset frames label.")
    private List<Path> lists = List.of();

    @Option(names = "--root", paramLabel = "R",
            description = "The folder in which the list's paths begin (default: the list's own folder).")
    private List<Path> roots = List.of();

    @Option(names = {"--factor", "--coeff"}, split = ",", paramLabel = "F",
            description = "What a network's scores are multiplied with before they are added up (default: 1).")
    private List<Double> factors = List.of(1.0);

    @Option(names = {"--segments", "--test-segments"}, split = ",", paramLabel = "T",
            description = "Frames of a clip (default: what the file says, else 8).")
    private List<Integer> segments = List.of();

    @Option(names = "--shift-div", paramLabel = "D",
            description = "A group of shifted channels is 1/D of all (default: what the file says, else 8).")
    private List<Integer> shiftDivs = List.of();

    @Option(names = "--shift-mode", paramLabel = "MODE", description = HintOptions.SHIFT_MODES
            + " (default: what the file says, else bidirectional).")
    private List<ShiftMode> shiftModes = List.of();

    @Option(names = "--preprocessing", split = ",", paramLabel = "mit|mmaction2",
            description = "Whose sampling and transforms the network expects (default: those of the code whose names its "
                    + "parameters have).")
    private List<Flavour> preprocessings = List.of();

    @Option(names = "--labels", paramLabel = "F", description = ModelOptions.LABELS)
    private Path labels;

    @Option(names = "--list-labels", paramLabel = "F",
            description = "Class names in the order of the list's labels, where the network has them in another order; "
                    + "they are matched by name.")
    private Path listLabels;

    @Mixin
    private ViewOptions views;

    @Mixin
    private TestArguments original;

    TestArguments original() {
        return original;
    }

    /** Takes over what the original's positional arguments say. */
    void complete() {
        weights = original.weights(weights);
        lists = original.lists(lists);
    }

    boolean hasWeights() {
        return !weights.isEmpty();
    }

    List<Path> lists() {
        return lists;
    }

    /** What the scores of member i are multiplied with. */
    double factor(int i) {
        return nth(factors, i, 1.0);
    }

    /** The names of {@code --labels}, or else those given, or numbers. */
    List<String> names(List<String> given, int classes) throws IOException {
        return labels != null ? Labels.read(labels, classes) : EvaluationReport.names(given, classes);
    }

    /** By this project's name, or an empty text where nobody names it. */
    String dataset(Recipe recipe) {
        return original.isMain() ? original.datasetName() : recipe == null ? "" : recipe.dataset();
    }

    /**
     * Refuses options that were given neither once nor once for each.
     *
     * @param members how many networks, or files of scores
     * @param what    the option that names them
     */
    void requireCounts(int members, String what) {
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

    int networks() {
        return Math.max(1, weights.size());
    }

    private static <T> T nth(List<T> values, int i, T otherwise) {
        return values.isEmpty() ? otherwise : values.get(Math.min(i, values.size() - 1));
    }

    /** The networks, loaded. What is assumed of them, and which videos are missing, is told to {@code err}. */
    List<Member> members(Recipe recipe, Accuracy accuracy, PrintWriter err) throws IOException {
        if (recipe != null && weights.size() > 1) {
            throw new UsageException("--recipe: expected one --weights, found " + weights.size());
        }
        String asked = recipe == null ? null : NetworkOptions.describe(recipe);
        Views published = recipe == null || recipe.results().isEmpty()
                ? null : recipe.results().getFirst().views();
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < networks(); i++) {
            Integer frames = nth(segments, i, recipe == null ? null : recipe.segments());
            UsageException.requireRange("--segments", frames, 1, PretrainedNetwork.MAX_SEGMENTS);
            PretrainedNetwork loaded = model(i, recipe, asked, frames, err);
            DatasetLayout layout = lists.isEmpty() || original.isMain()
                    ? original.layout(loaded.network().config().modality(), recipe) : null;
            PretrainedNetwork model = named(loaded, i, layout, dataset(recipe), err);
            Path file = nth(lists, i, layout == null ? null : layout.valList());
            VideoList list = original.limited(VideoList.read(file));
            Path root = nth(roots, i, layout == null ? file.toAbsolutePath().getParent() : layout.valVideos());
            reportMissing(list, root, err);
            Views usual = original.views(published != null ? published : Views.EFFICIENT.withSize(model.size()));
            VideoClassifier classifier = new VideoClassifier(model, views.settings(usual, accuracy));
            members.add(new Member(classifier, inOrderOf(model, list, besideList(layout), err), root, nth(factors, i, 1.0)));
        }
        return members;
    }

    private PretrainedNetwork model(int i, Recipe recipe, String asked, Integer frames, PrintWriter err) throws IOException {
        if (weights.isEmpty() && !(segments.isEmpty() && shiftDivs.isEmpty() && shiftModes.isEmpty())) {
            throw new UsageException("--segments, --shift-div, --shift-mode: expected with --weights; "
                    + "the network of gestures has its own");
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
        HintOptions.reportAssumed(model, file, err);
        if (recipe != null) {
            String found = NetworkOptions.describe(model.network().config());
            if (!asked.equals(found)) {
                throw new UsageException("--recipe: %s is %s; %s holds %s".formatted(
                        recipe.name(), asked, file == null ? "the network in the box" : file, found));
            }
        }
        return model;
    }

    /**
     * The network with class names: those of {@code --labels}, its own, those beside the list, or those of the data set.
     *
     * @param layout  of the data set, or null
     * @param dataset by name, or an empty text
     */
    private PretrainedNetwork named(PretrainedNetwork model, int i, DatasetLayout layout, String dataset,
                                    PrintWriter err) throws IOException {
        int classes = model.network().config().classes();
        if (labels != null) {
            return model.withLabels(Labels.read(labels, classes));
        }
        if (!model.labels().isEmpty() && model.labelGuess() == null) {
            return model;
        }
        List<String> besideList = besideList(layout);
        // The order is that of the code that trained it, whatever preprocessing is asked for.
        Flavour trained = model.family() == KeyFamily.MMACTION2 ? Flavour.MMACTION2 : Flavour.MIT;
        List<String> ofDataset = LabelSet.ofDataset(dataset, trained).map(LabelSet::labels).orElse(List.of());
        boolean ownOrder = trained == Flavour.MMACTION2 && isReordered(ofDataset, besideList);
        if (besideList.size() == classes && !ownOrder) {
            return model.withLabels(besideList);
        }
        if (ofDataset.size() == classes) {
            return model.withLabels(ofDataset);
        }
        HintOptions.reportLabels(model, nth(weights, i, null), err);
        return model;
    }

    /** What neither the file nor the user says of the shift, the recipe says. */
    private static PretrainedNetwork load(Path file, Overrides said, Recipe recipe) throws IOException {
        PretrainedNetwork model = PretrainedNetwork.load(file, said);
        Set<Assumption> assumed = model.assumed();
        if (recipe == null || !assumed.contains(Assumption.SHIFT_DIV) && !assumed.contains(Assumption.SHIFT_MODE)) {
            return model;
        }
        ShiftMode mode = recipe.online() ? ShiftMode.ONLINE : ShiftMode.BIDIRECTIONAL;
        return PretrainedNetwork.load(file, new Overrides(said.segments(),
                !assumed.contains(Assumption.SHIFT_DIV) ? said.shiftDiv()
                        : recipe.shiftDiv() == null ? Integer.valueOf(mode.usualDiv()) : recipe.shiftDiv(),
                assumed.contains(Assumption.SHIFT_MODE) ? mode : said.shiftMode()));
    }

    /** The class names in the order of the data set's lists, as far as a file says them. */
    private static List<String> besideList(DatasetLayout layout) throws IOException {
        return layout != null && layout.labels() != null && Files.exists(layout.labels())
                ? Labels.read(layout.labels()) : List.of();
    }

    private static boolean isReordered(List<String> names, List<String> others) {
        return !names.equals(others) && names.size() == others.size() && Set.copyOf(names).equals(Set.copyOf(others));
    }

    /** The list with the labels of the network. */
    private VideoList inOrderOf(PretrainedNetwork model, VideoList list, List<String> besideList, PrintWriter err)
            throws IOException {
        List<String> names = EvaluationReport.names(model);
        if (listLabels != null) {
            return matched(list, Labels.read(listLabels, names.size()), names);
        }
        if (isReordered(names, besideList)) {
            err.printf("tsm: %s: the network has the classes in another order; they are matched by name%n", list.file());
            return matched(list, besideList, names);
        }
        return list;
    }

    private static VideoList matched(VideoList list, List<String> namesOfList, List<String> names) throws IOException {
        List<Integer> ofNetwork = new ArrayList<>();
        for (String name : namesOfList) {
            if (!names.contains(name)) {
                throw new UsageException("--list-labels: the network has no class \"%s\"; --labels names its classes"
                        .formatted(name));
            }
            ofNetwork.add(names.indexOf(name));
        }
        return list.withLabels(ofNetwork);
    }

    /** Before hours of work. */
    static void reportMissing(VideoList list, Path root, PrintWriter err) {
        List<VideoList.Entry> missing = list.missing(root);
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
