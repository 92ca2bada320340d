package io.github.tsmjava.app;

import io.github.tsmjava.app.options.ComputeOptions;
import io.github.tsmjava.app.options.MemberOptions;
import io.github.tsmjava.app.options.RecipeName;
import io.github.tsmjava.app.options.streams.StreamEvaluationOptions;
import io.github.tsmjava.app.original.TestArguments;
import io.github.tsmjava.app.report.EvaluationFiles;
import io.github.tsmjava.app.report.EvaluationReport;
import io.github.tsmjava.app.report.StreamReport;
import io.github.tsmjava.app.terminal.Progress;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.VideoClassifier.Average;
import io.github.tsmjava.train.evaluation.Evaluation;
import io.github.tsmjava.train.evaluation.Evaluator.Member;
import io.github.tsmjava.train.evaluation.Evaluator;
import io.github.tsmjava.train.evaluation.files.SavedScores;
import io.github.tsmjava.train.evaluation.streams.StreamEvaluation;
import io.github.tsmjava.train.evaluation.streams.StreamEvaluator;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.train.streams.StreamList;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.transform.Flavour;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tsm eval}: how often networks are right on a list of videos. */
@Command(name = "eval", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Reports a network's accuracy on a list of videos.",
            "Several --weights are an ensemble, or two streams. If you give --list, --root, --segments, --shift-mode "
            + "or --factor once, it applies to all of them; otherwise give it for each in turn."})
final class EvalCommand implements Callable<Integer> {

    @Mixin
    private MemberOptions options;

    @Option(names = "--recipe", paramLabel = "NAME",
            description = "Test as a published network was tested, and say what it reached; ./tsm zoo lists them. The "
                    + "options for views and --setting change parts of it.")
    private String recipeName;

    @Option(names = "--average", paramLabel = "logits|softmax|probabilities",
            description = "What is averaged: logits, over views and networks; logits over views and their softmax over "
                    + "networks; or probabilities (default: logits, but probabilities where a network comes from "
                    + "MMAction2 or torchvision).")
    private Average average;

    @Option(names = "--scores", paramLabel = "F",
            description = "Rate scores that --json or --out has written, or MMAction2, instead of running networks; "
                    + "several are added up, times --factor.")
    private List<Path> scores = List.of();

    @Option(names = "--apply-softmax",
            description = "Turn each video's --scores into probabilities before adding them up.")
    private boolean softmax;

    @Mixin
    private StreamEvaluationOptions streams;

    @Mixin
    private EvaluationFiles files;

    @Mixin
    private ComputeOptions compute;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        TestArguments original = options.original();
        String ignored = original.ignored();
        if (!ignored.isEmpty()) {
            err().println("tsm: " + ignored);
        }
        options.complete();
        boolean saved = !scores.isEmpty();
        options.requireCounts(saved ? Math.max(scores.size(), options.networks()) : options.networks(),
                saved ? "--scores" : "--weights");
        files.require();
        if (streams.isGiven()) {
            return evaluateStreams(saved);
        }
        if (saved) {
            return rateScores();
        }
        String config = original.config() == null ? recipeName : original.config();
        Recipe recipe = config == null ? null : RecipeName.find(config, err());
        if (options.lists().isEmpty() && recipe == null && !original.isMain()) {
            throw new UsageException("--list: expected a list of videos, or a data set by name");
        }
        List<Member> members = options.members(recipe, compute.accuracy(), err());
        Average asked = average == null ? original.average() : average;
        Average averaged = asked != null ? asked : members.stream().anyMatch(
                member -> member.classifier().model().flavour() != Flavour.MIT)
                ? Average.PROBABILITIES : Average.LOGITS;
        Evaluator evaluator = new Evaluator(members, averaged);
        List<String> names = EvaluationReport.names(members.getFirst().classifier().model());
        Evaluation evaluation = compute.call(() -> {
            try (Progress progress = Progress.over(members.getFirst().list().entries().size(), "eval")) {
                return evaluator.evaluate(progress::step);
            }
        });
        EvaluationReport.print(evaluation, names, files.whereAllAreNamed(), spec.commandLine().getOut(), err());
        if (recipe != null) {
            printPublished(recipe, members.getFirst().classifier().settings().views());
        }
        files.write(evaluation, names, options.dataset(recipe));
        return evaluation.failed().isEmpty() ? ExitCode.OK : ExitCode.USAGE;
    }

    private Integer evaluateStreams(boolean saved) throws Exception {
        if (saved || recipeName != null) {
            throw new UsageException("--scores, --recipe: expected without --stream");
        }
        files.requireJsonAlone();
        StreamList list = streams.read();
        StreamEvaluator evaluator = streams.evaluator(options.network(err()), compute.accuracy());
        StreamEvaluation evaluation = compute.call(() -> {
            try (Progress progress = Progress.over(list.streams().size(), "streams")) {
                return evaluator.evaluate(evaluator.scores(list, progress::step), streams.smoothing());
            }
        });
        StreamReport.print(evaluation, evaluator.labels(), spec.commandLine().getOut());
        files.write(evaluation, evaluator.labels());
        return ExitCode.OK;
    }

    private Integer rateScores() throws IOException {
        if (options.hasWeights() || options.lists().size() > 1) {
            throw new UsageException("--scores: expected without --weights, and with one --list at most");
        }
        List<SavedScores> members = new ArrayList<>();
        for (Path file : scores) {
            members.add(SavedScores.read(file));
        }
        Evaluation evaluation = SavedScores.evaluate(members,
                IntStream.range(0, members.size()).mapToObj(options::factor).toList(), softmax,
                options.lists().isEmpty() ? null : VideoList.read(options.lists().getFirst()));
        SavedScores first = members.getFirst();
        List<String> names = options.names(first.labels(), first.scores().dim(1));
        EvaluationReport.print(evaluation, names, files.whereAllAreNamed(), spec.commandLine().getOut(), err());
        files.write(evaluation, names, options.dataset(null));
        return evaluation.failed().isEmpty() ? ExitCode.OK : ExitCode.USAGE;
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
