package io.github.tsmjava.bench.report;

import io.github.tsmjava.bench.jmh.TrainingBenchmark;
import io.github.tsmjava.bench.measure.Spread;
import io.github.tsmjava.bench.report.job.Effort;
import io.github.tsmjava.bench.report.job.JmhJob;
import io.github.tsmjava.bench.report.job.Job;
import io.github.tsmjava.bench.report.page.Chapter;
import io.github.tsmjava.bench.report.page.Charts;
import io.github.tsmjava.bench.report.page.Figure;
import io.github.tsmjava.bench.report.page.Table;
import io.github.tsmjava.bench.statistics.Finding;
import io.github.tsmjava.bench.statistics.Ratio;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A training step without shift, with it, and of I3D. */
final class TrainingSection implements Section {

    private final JmhJob job;
    private final boolean quick;

    TrainingSection(boolean quick, int threads) {
        this.quick = quick;
        String clips = quick ? ":8x112x2" : ":8x224x1";
        job = new JmhJob(TrainingBenchmark.class, Map.of("threads", "" + threads),
                List.of("tsn-resnet50" + clips, "tsm-resnet50" + clips, "i3d_resnet50" + clips),
                quick ? new Effort(1, 1, 300, 3, 100) : new Effort(3, 2, 1000, 6, 300), quick ? 1500 : 2500);
    }

    @Override
    public List<Job> jobs() {
        return List.of(job);
    }

    @Override
    public Chapter chapter(Results results) {
        List<String> others = job.forms().subList(1, job.forms().size());
        Map<String, Ratio> ratios = results.ratios(job, others, job.forms().getFirst());
        Map<String, List<Double>> values = new LinkedHashMap<>();
        List<List<Object>> rows = new ArrayList<>();
        for (String form : job.forms()) {
            Spread ms = results.ms(job, form);
            Ratio ratio = ratios.getOrDefault(form, Ratio.ONE);
            values.put(form, List.of(ms.median()));
            rows.add(List.of(form, ms.median(), ms.q1(), ms.q3(), ratio.value(), ratio.low(), ratio.high(), ratio.p(),
                    results.garbage(job, form) / (1 << 20)));
        }
        return new Chapter("Training", "A step on %s: forward in training mode, cross entropy, backward, "
                .formatted(quick ? "two clips of eight frames of 112²" : "a clip of eight frames of 224²")
                + "clipping of the gradients to a length of 20, and momentum.",
                List.of(new Figure("training", "A training step",
                        Charts.bars("training", "", "one step, ms", List.of("step"), values, null),
                        "In training, the shift %s; I3D on the same frames %s.".formatted(Finding.costs(ratios.get(others.get(0))),
                                Finding.costs(ratios.get(others.get(1)))),
                        new Table("training", List.of("network", "ms", "q1", "q3", "/ TSN", "from", "to",
                                "p (Mann-Whitney)", "garbage, MiB"), rows), List.of(job.command()))));
    }
}
