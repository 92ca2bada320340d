package io.github.tsmjava.app.report;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.train.evaluation.Evaluation;
import io.github.tsmjava.train.evaluation.Evaluation.Confusion;
import io.github.tsmjava.train.evaluation.Evaluation.Outcome.Failed;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What came out of an evaluation, for people. */
public final class EvaluationReport {

    private static final int NAMED_FAILURES = 20;

    private EvaluationReport() {
    }

    /** A name for each class, whether the network knows them or not. */
    public static List<String> names(PretrainedNetwork model) {
        return names(model.labels(), model.network().config().classes());
    }

    /** The labels, or "class 0" and so on where there are not as many as classes. */
    public static List<String> names(List<String> labels, int classes) {
        return labels.size() == classes ? labels : IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    }

    /**
     * @param names  one for each class
     * @param others where the videos are named that are too many to name here, or an empty text
     */
    public static void print(Evaluation evaluation, List<String> names, String others, PrintWriter out,
            PrintWriter err) {
        List<Failed> failed = evaluation.failed();
        failed.stream().limit(NAMED_FAILURES).forEach(failure -> err.println("tsm: " + failure.reason()));
        if (failed.size() > NAMED_FAILURES) {
            err.printf("tsm: … and %d more%s%n", failed.size() - NAMED_FAILURES, others);
        }
        Confusion confusion = evaluation.confusion();
        for (int label = 0; label < names.size(); label++) {
            if (confusion.samples(label) > 0) {
                out.printf(Locale.ROOT, "%5.1f %%  %4d of %4d  %s%n", 100 * confusion.recall(label),
                        confusion.count(label, label), confusion.samples(label), names.get(label));
            }
        }
        out.printf(Locale.ROOT, "videos      %d of %d%n", confusion.samples(), evaluation.outcomes().size());
        out.printf(Locale.ROOT, "top-1       %.2f %%%n", 100 * confusion.top1());
        out.printf(Locale.ROOT, "top-5       %.2f %%%n", 100 * confusion.topK());
        out.printf(Locale.ROOT, "mean class  %.2f %%%n", 100 * confusion.meanClass());
        out.printf(Locale.ROOT, "loss        %.4f%n", evaluation.loss());
    }
}
