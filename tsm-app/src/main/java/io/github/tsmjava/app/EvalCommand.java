package io.github.tsmjava.app;

import io.github.tsmjava.models.Assumption;
import io.github.tsmjava.models.Average;
import io.github.tsmjava.models.LabelSet;
import io.github.tsmjava.models.Labels;
import io.github.tsmjava.models.NetworkConfig;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.PretrainedNetwork.Overrides;
import io.github.tsmjava.models.ShiftMode;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.app.original.TestArguments;
import io.github.tsmjava.train.evaluation.ConfusionMatrix;
import io.github.tsmjava.train.evaluation.Evaluation;
import io.github.tsmjava.train.evaluation.Evaluator;
import io.github.tsmjava.train.evaluation.Evaluator.Member;
import io.github.tsmjava.train.evaluation.SavedScores;
import io.github.tsmjava.train.evaluation.Submission;
import io.github.tsmjava.train.prepare.DatasetLayout;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.video.Flavour;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.weights.AtomicFile;
import io.github.tsmjava.weights.KeyFamily;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tsm eval}: how often networks are right on a list of videos. */
@Command(name = "eval", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Reports a network's accuracy on a list of videos.",
            "Several --weights are an ensemble, or two streams. If you give --list, --root, --segments, --shift-mode or --factor "
            + "once, it applies to all of them; otherwise give it for each in turn."})
final class EvalCommand implements Callable<Integer> {

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

    @Option(names = "--recipe", paramLabel = "NAME",
            description = "Test as a published network was tested, and say what it reached; ./tsm zoo lists them. The "
                    + "options for views and --setting change parts of it.")
    private String recipeName;

    @Mixin
    private ViewOptions views;

    @Option(names = "--average", paramLabel = "logits|softmax|probabilities",
            description = "What is averaged: logits, over views and networks; logits over views and their softmax over "
                    + "networks; or probabilities (default: logits, but probabilities where a network comes from "
                    + "MMAction2).")
    private Average average;

    @Option(names = "--json", paramLabel = "F", description = "Write measures, classes and the scores of each video.")
    private Path json;

    @Option(names = "--out", paramLabel = "F.json|F.npy",
            description = "Write the scores alone, K for each video in the order of the list, as MMAction2 does.")
    private Path out;

    @Option(names = "--scores", paramLabel = "F",
            description = "Rate scores that --json or --out has written, or MMAction2, instead of running networks; "
                    + "several are added up, times --factor.")
    private List<Path> scores = List.of();

    @Option(names = "--apply-softmax", description = "Turn each video's --scores into probabilities before adding them up.")
    private boolean softmax;

    @Option(names = {"--submission", "--csv-file"}, paramLabel = "F",
            description = "Write the best class of each video, or the numbers of the best five for Something-Something "
                    + "V2, as its test servers take them.")
    private Path submission;

    @Option(names = "--csv", paramLabel = "F", description = "Write the confusion matrix as a table.")
    private Path csv;

    @Option(names = "--png", paramLabel = "F", description = "Draw the confusion matrix.")
    private Path png;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private TestArguments original;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        String ignored = original.ignored();
        if (!ignored.isEmpty()) {
            err().println("tsm: " + ignored);
        }
        weights = original.weights(weights);
        lists = original.lists(lists);
        requireCount("--list", lists);
        requireCount("--root", roots);
        requireCount("--factor", factors);
        requireCount("--segments", segments);
        requireCount("--shift-div", shiftDivs);
        requireCount("--shift-mode", shiftModes);
        requireCount("--preprocessing", preprocessings);
        for (double factor : factors) {
            if (!(factor > 0 && factor < 1e6)) {
                throw new UsageException("--factor: expected a number above 0, found " + factor);
            }
        }
        requireFolders();
        requireScores();
        if (!scores.isEmpty()) {
            return rateScores();
        }
        String config = original.config() == null ? recipeName : original.config();
        Recipe recipe = config == null ? null : ZooCommand.recipe(config);
        if (lists.isEmpty() && recipe == null && !original.isMain()) {
            throw new UsageException("--list: expected a list of videos, or a data set by name");
        }
        List<Member> members = members(recipe);
        Average asked = average == null ? original.average() : average;
        Average averaged = asked != null ? asked : members.stream().anyMatch(
                member -> member.classifier().model().flavour() == Flavour.MMACTION2)
                ? Average.PROBABILITIES : Average.LOGITS;
        Evaluator evaluator = new Evaluator(members, averaged);
        List<String> names = EvaluationReport.names(members.getFirst().classifier().model());
        Evaluation evaluation = compute.call(() -> {
            try (Progress progress = Progress.over(members.getFirst().list().entries().size(), "eval")) {
                return evaluator.evaluate(progress::step);
            }
        });
        EvaluationReport.print(evaluation, names, json == null ? "; --json names them all" : "",
                spec.commandLine().getOut(), err());
        if (recipe != null) {
            printPublished(recipe, members.getFirst().classifier().settings().views());
        }
        write(evaluation, names, dataset(recipe));
        return evaluation.failed().isEmpty() ? ExitCode.OK : ExitCode.USAGE;
    }

    private Integer rateScores() throws IOException {
        if (!weights.isEmpty() || lists.size() > 1) {
            throw new UsageException("--scores: expected without --weights, and with one --list at most");
        }
        List<SavedScores> members = new ArrayList<>();
        for (Path file : scores) {
            members.add(SavedScores.read(file));
        }
        Evaluation evaluation = SavedScores.evaluate(members,
                IntStream.range(0, members.size()).mapToObj(i -> nth(factors, i, 1.0)).toList(), softmax,
                lists.isEmpty() ? null : VideoList.read(lists.getFirst()));
        SavedScores first = members.getFirst();
        int classes = first.scores().dim(1);
        List<String> names = labels != null ? Labels.read(labels, classes)
                : EvaluationReport.names(first.labels(), classes);
        EvaluationReport.print(evaluation, names, json == null ? "; --json names them all" : "",
                spec.commandLine().getOut(), err());
        write(evaluation, names, dataset(null));
        return evaluation.failed().isEmpty() ? ExitCode.OK : ExitCode.USAGE;
    }

    /** An evaluation of hours must not end in a folder that is not there. */
    private void requireFolders() {
        for (Path file : Stream.of(json, out, submission, csv, png).filter(Objects::nonNull).toList()) {
            Path parent = file.toAbsolutePath().getParent();
            String found = Files.isDirectory(file) ? "a folder"
                    : Files.exists(file) && !Files.isRegularFile(file) ? "something else"
                    : !Files.isDirectory(parent) ? "no such folder"
                    : !Files.isWritable(parent) ? "one that cannot be written to" : "";
            if (!found.isEmpty()) {
                throw new UsageException("%s: expected a file in a folder that is there, found %s"
                        .formatted(file, found));
            }
        }
    }

    private void requireScores() {
        if (out != null && !out.toString().matches(".*\\.(json|npy)")) {
            throw new UsageException("--out: expected a name that ends in .json or .npy, found " + out);
        }
    }

    private void requireCount(String option, List<?> values) {
        if (values.size() > 1 && values.size() != networks()) {
            throw new UsageException("%s: given %d times, expected once or once for each of %d %s"
                    .formatted(option, values.size(), networks(), scores.isEmpty() ? "--weights" : "--scores"));
        }
    }

    private int networks() {
        return Math.max(1, Math.max(weights.size(), scores.size()));
    }

    private static <T> T nth(List<T> values, int i, T otherwise) {
        return values.isEmpty() ? otherwise : values.get(Math.min(i, values.size() - 1));
    }

    private List<Member> members(Recipe recipe) throws IOException {
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
            PretrainedNetwork loaded = model(i, recipe, asked, frames);
            DatasetLayout layout = lists.isEmpty() || original.isMain()
                    ? original.layout(loaded.network().config().modality(), recipe) : null;
            PretrainedNetwork model = named(loaded, i, layout, dataset(recipe));
            Path file = nth(lists, i, layout == null ? null : layout.valList());
            VideoList list = original.limited(VideoList.read(file));
            Path root = nth(roots, i, layout == null ? file.toAbsolutePath().getParent() : layout.valVideos());
            reportMissing(list, root, err());
            Views usual = original.views(published != null ? published : Views.EFFICIENT.withSize(model.size()));
            VideoClassifier classifier = new VideoClassifier(model, views.settings(usual, compute.accuracy()));
            members.add(new Member(classifier, inOrderOf(model, list), root, nth(factors, i, 1.0)));
        }
        return members;
    }

    private PretrainedNetwork model(int i, Recipe recipe, String asked, Integer frames) throws IOException {
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
        HintOptions.reportAssumed(model, file, err());
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
    private PretrainedNetwork named(PretrainedNetwork model, int i, DatasetLayout layout, String dataset)
            throws IOException {
        int classes = model.network().config().classes();
        if (labels != null) {
            return model.withLabels(Labels.read(labels, classes));
        }
        if (!model.labels().isEmpty() && model.labelGuess() == null) {
            return model;
        }
        List<String> besideList = layout != null && layout.labels() != null && Files.exists(layout.labels())
                ? Labels.read(layout.labels()) : List.of();
        if (besideList.size() == classes) {
            return model.withLabels(besideList);
        }
        // The order is that of the code that trained it, whatever preprocessing is asked for.
        Flavour trained = model.family() == KeyFamily.MMACTION2 ? Flavour.MMACTION2 : Flavour.MIT;
        List<String> ofDataset = LabelSet.ofDataset(dataset, trained).map(LabelSet::labels).orElse(List.of());
        if (ofDataset.size() == classes) {
            return model.withLabels(ofDataset);
        }
        HintOptions.reportLabels(model, nth(weights, i, null), err());
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

    /** The list with the labels of the network. */
    private VideoList inOrderOf(PretrainedNetwork model, VideoList list) throws IOException {
        if (listLabels == null) {
            return list;
        }
        List<String> names = EvaluationReport.names(model);
        List<Integer> ofNetwork = new ArrayList<>();
        for (String name : Labels.read(listLabels, names.size())) {
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

    /** By this project's name, or an empty text where nobody names it. */
    private String dataset(Recipe recipe) {
        return original.isMain() ? original.datasetName() : recipe == null ? "" : recipe.dataset();
    }

    private void write(Evaluation evaluation, List<String> names, String dataset) throws IOException {
        if (json != null) {
            byte[] text = EvaluationJson.of(evaluation, names).getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(json, channel -> Channels.newOutputStream(channel).write(text));
        }
        if (out != null) {
            SavedScores.write(out, evaluation);
        }
        if (submission != null) {
            Submission.write(submission, evaluation, names, dataset.equals("something-v2")
                    ? Submission.Form.FIVE_NUMBERS : Submission.Form.NAME);
        }
        if (csv != null) {
            ConfusionMatrix.writeCsv(csv, evaluation.confusion(), names);
        }
        if (png != null) {
            ConfusionMatrix.writePng(png, evaluation.confusion(), names);
        }
    }

    private void printPublished(Recipe recipe, Views tested) {
        String published = recipe.result(tested).map(result -> result.top5() == null
                ? String.format(Locale.ROOT, "%.2f %% top-1", result.top1())
                : String.format(Locale.ROOT, "%.2f %% top-1, %.2f %% top-5", result.top1(), result.top5()))
                .orElse("nothing for these views");
        spec.commandLine().getOut().println("published   " + published);
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
