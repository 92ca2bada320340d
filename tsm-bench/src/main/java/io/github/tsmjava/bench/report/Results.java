package io.github.tsmjava.bench.report;

import io.github.tsmjava.bench.measure.Spread;
import io.github.tsmjava.bench.report.job.JmhJob;
import io.github.tsmjava.bench.report.job.Job;
import io.github.tsmjava.bench.report.job.Journal;
import io.github.tsmjava.bench.report.job.Machine;
import io.github.tsmjava.bench.report.job.Measurement;
import io.github.tsmjava.bench.statistics.Ratio;
import io.github.tsmjava.bench.statistics.RatioStudy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured, by job and form. */
record Results(Machine machine, Journal journal) {

    /** Milliseconds of a call, over all turns of all rounds. */
    Spread ms(JmhJob job, String form) {
        return Spread.of(journal.of(job).stream().flatMapToDouble(m -> Arrays.stream(times(m, form))).toArray());
    }

    /** Bytes that a call leaves to the collector: the least of all turns, since compilers leave some, too. */
    double garbage(JmhJob job, String form) {
        return journal.of(job).stream().mapToDouble(m -> m.garbage().get(form)).min().orElse(Double.NaN);
    }

    /** The median of a figure over the rounds; not a number if this machine does not tell it. */
    double figure(Job job, String name) {
        double[] figures = journal.of(job).stream().filter(m -> m.figures().containsKey(name))
                .mapToDouble(m -> m.figures().get(name)).toArray();
        return figures.length == 0 ? Double.NaN : Spread.of(figures).median();
    }

    /** Lines of the last round. */
    List<String> lines(Job job) {
        return journal.of(job).getLast().lines();
    }

    /** One form against another in each of several jobs. */
    Map<JmhJob, Ratio> ratios(List<JmhJob> jobs, String form, String base) {
        RatioStudy study = new RatioStudy();
        for (JmhJob job : jobs) {
            journal.of(job).forEach(m -> study.add(job.command(), times(m, form), times(m, base)));
        }
        Map<JmhJob, Ratio> ratios = new LinkedHashMap<>();
        jobs.forEach(job -> ratios.put(job, study.ratio(job.command())));
        return ratios;
    }

    /** Several forms against one in one job. Each for itself: they share the base, and some differ more than others. */
    Map<String, Ratio> ratios(JmhJob job, List<String> forms, String base) {
        Map<String, Ratio> ratios = new LinkedHashMap<>();
        forms.forEach(form -> ratios.put(form, ratios(List.of(job), form, base).get(job)));
        return ratios;
    }

    private static double[] times(Measurement measurement, String form) {
        return measurement.times().get(form);
    }
}
