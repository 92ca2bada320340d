package io.github.tsmjava.bench.report;

import io.github.tsmjava.bench.jmh.ShiftBenchmark;
import io.github.tsmjava.bench.report.job.Effort;
import io.github.tsmjava.bench.report.job.JmhJob;
import io.github.tsmjava.bench.report.job.Job;
import io.github.tsmjava.bench.report.job.MemoryJob;
import io.github.tsmjava.bench.report.page.Chapter;
import io.github.tsmjava.bench.report.page.Charts;
import io.github.tsmjava.bench.report.page.Figure;
import io.github.tsmjava.bench.report.page.Table;
import io.github.tsmjava.bench.statistics.Finding;
import io.github.tsmjava.bench.statistics.Ratio;
import io.github.tsmjava.bench.workload.ShiftedConvolution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the shift costs beside the 1×1 convolution behind it, in each of its forms, and by the share that it moves. */
final class OperatorSection implements Section {

    /** A form of the shift, and what it is compared with. */
    private enum Form {
        COPY("copy", "the shift as a copy", "copy", "conv"),
        IN_PLACE("in place", "in place it", "in-place", "conv"),
        FUSED("fused", "fused it", "fused", "plan");

        private final String title;
        private final String subject;
        private final String form;
        private final String base;

        Form(String title, String subject, String form, String base) {
            this.title = title;
            this.subject = subject;
            this.form = form;
            this.base = base;
        }

        /** Bytes read and written, beyond what the convolution reads and writes, as a share of the maps. */
        double moved(int div) {
            return switch (this) {
                case COPY -> 1;
                case IN_PLACE -> 2.0 / div;
                case FUSED -> 0;
            };
        }
    }

    private static final int USUAL_DIV = 8;
    private static final List<Integer> DIVS = List.of(32, 16, 8, 4, 2);
    private static final String SHARE_MAP = "256x56x64";
    /** A gigabyte a second is so many bytes a millisecond. */
    private static final double GIGA = 1e6;

    private final Map<String, JmhJob> stages = new LinkedHashMap<>();
    private final JmhJob shares;
    private final Job bandwidth;

    /** @param bandwidth the job that measures it */
    OperatorSection(boolean quick, Job bandwidth) {
        this.bandwidth = bandwidth;
        Effort effort = quick ? new Effort(2, 2, 150, 14, 25) : new Effort(4, 3, 500, 30, 50);
        List<String> forms = List.of("conv", "copy", "in-place", "plan", "fused", "copy-alone", "in-place-alone");
        Map<String, String> maps = new LinkedHashMap<>();
        maps.put("ResNet-50, stage 1", SHARE_MAP);
        if (!quick) {
            maps.put("stage 2", "512x28x128");
        }
        maps.put(quick ? "ResNet-50, stage 3" : "stage 3", "1024x14x256");
        if (!quick) {
            maps.put("stage 4", "2048x7x512");
        }
        maps.put("MobileNetV2, 24 × 56²", "24x56x144");
        if (!quick) {
            maps.put("32 × 28²", "32x28x192");
        }
        maps.put("96 × 14²", "96x14x576");
        if (!quick) {
            maps.put("160 × 7²", "160x7x960");
        }
        maps.forEach((title, map) -> stages.put(title, new JmhJob(ShiftBenchmark.class, Map.of("map", map), forms,
                effort, 8)));
        List<String> all = new ArrayList<>(List.of("conv", "plan"));
        for (Form form : Form.values()) {
            DIVS.forEach(div -> all.add(form.form + "/" + div));
        }
        shares = new JmhJob(ShiftBenchmark.class, Map.of("map", SHARE_MAP), all,
                quick ? new Effort(1, 1, 150, 16, 25) : effort, 12);
    }

    @Override
    public List<Job> jobs() {
        List<Job> jobs = new ArrayList<>(List.of(bandwidth));
        jobs.addAll(stages.values());
        jobs.add(shares);
        return jobs;
    }

    @Override
    public Chapter chapter(Results results) {
        return new Chapter("The operator", "A residual block of TSM shifts its maps and then reads them with a 1×1 "
                + "convolution. Here is that pair on a clip of eight frames and one thread, three times: the shift "
                + "copies all maps into new ones; it moves its two groups, a quarter of the channels together, within "
                + "them; or the convolution reads those channels from the frame before or behind, and nothing moves. "
                + "The first two are on maps as tensors have them, the last on those of a compiled plan. Each is "
                + "measured in turns with the same convolution without a shift.",
                List.of(stages(results), shares(results), bytes(results)));
    }

    private Figure stages(Results results) {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        Map<String, List<Double>> errors = new LinkedHashMap<>();
        List<List<Object>> rows = new ArrayList<>();
        Map<Form, Map<JmhJob, Ratio>> ratios = new LinkedHashMap<>();
        List<JmhJob> jobs = List.copyOf(stages.values());
        for (Form form : Form.values()) {
            Map<JmhJob, Ratio> of = results.ratios(jobs, form.form, form.base);
            ratios.put(form, of);
            values.put(form.title, of.values().stream().map(ratio -> percent(ratio.value())).toList());
            errors.put(form.title, of.values().stream().map(ratio -> 50 * (ratio.high() - ratio.low())).toList());
        }
        stages.forEach((title, job) -> {
            for (Form form : Form.values()) {
                Ratio ratio = ratios.get(form).get(job);
                rows.add(List.of(title, form.title, results.ms(job, form.base).median(),
                        results.ms(job, form.form).median(), ratio.value(), ratio.low(), ratio.high(), ratio.p()));
            }
        });
        Map<Form, Ratio> first = new LinkedHashMap<>();
        ratios.forEach((form, of) -> first.put(form, of.get(jobs.getFirst())));
        return new Figure("operator", "What a shift adds to the convolution behind it",
                // The names of the networks have no room below the bars.
                Charts.bars("operator", "maps in front of the convolution: of ResNet-50, then of MobileNetV2", "added time, %",
                        stages.keySet().stream().map(title -> title.replaceFirst("^.*, ", "")).toList(), values, errors),
                "In front of the largest maps, %s. The most that a fused shift costs on any of these maps is %s."
                        .formatted(said(first), most(ratios.get(Form.FUSED))),
                new Table("operator", List.of("maps", "shift", "without, ms", "with, ms", "with / without",
                        "from", "to", "p (Mann-Whitney)"), rows),
                jobs.stream().map(JmhJob::command).toList());
    }

    private Figure shares(Results results) {
        Map<String, Charts.Series> lines = new LinkedHashMap<>();
        List<List<Object>> rows = new ArrayList<>();
        Map<Form, Ratio> halves = new LinkedHashMap<>();
        for (Form form : Form.values()) {
            List<String> forms = DIVS.stream().map(div -> form.form + "/" + div).toList();
            Map<String, Ratio> ratios = results.ratios(shares, forms, form.base);
            List<Double> x = new ArrayList<>(List.of(0.0));
            List<Double> y = new ArrayList<>(List.of(0.0));
            for (int div : DIVS) {
                Ratio ratio = ratios.get(form.form + "/" + div);
                x.add(200.0 / div);
                y.add(percent(ratio.value()));
                rows.add(List.of(form.title, 200.0 / div, ratio.value(), ratio.low(), ratio.high(), ratio.p()));
                halves.put(form, ratio);
            }
            lines.put(form.title, new Charts.Series(x, y));
        }
        return new Figure("share", "By the share of channels that move (of a whole network in the paper's figure 2a)",
                Charts.lines("share", "share of channels that move, %", "added time, %", lines),
                "Where all channels move, %s.".formatted(said(halves)),
                new Table("share", List.of("shift", "share that moves, %", "with / without", "from", "to", "p (Mann-Whitney)"),
                        rows), List.of(shares.command()));
    }

    private Figure bytes(Results results) {
        double most = results.figure(bandwidth, MemoryJob.BANDWIDTH);
        List<List<Object>> rows = new ArrayList<>();
        double largest = 0;
        for (Map.Entry<String, JmhJob> stage : stages.entrySet()) {
            String title = stage.getKey();
            JmhJob job = stage.getValue();
            long bytes = ShiftedConvolution.bytes(job.parameters().get("map"));
            for (Form form : List.of(Form.COPY, Form.IN_PLACE)) {
                double moved = form.moved(USUAL_DIV) * bytes;
                double ms = results.ms(job, form.form + "-alone").median();
                double rate = 2 * moved / ms / GIGA;
                largest = Math.max(largest, rate);
                rows.add(List.of(title, form.title, bytes / 1e6, moved / 1e6, ms, rate, 100 * rate / most));
            }
            rows.add(List.of(title, Form.FUSED.title, bytes / 1e6, 0.0, Double.NaN, Double.NaN, Double.NaN));
        }
        return new Figure("bytes", "Bytes that the shift alone moves, each read and written", null,
                String.format(Locale.ROOT, "One thread copies %.1f GB/s of large arrays on this machine, read and "
                        + "written. The fastest shift here reaches %.0f %% of that; what is above 100 %% did not go "
                        + "through memory alone.", most, 100 * largest / most),
                new Table("bytes", List.of("maps", "shift", "maps, MB", "moved, MB", "ms", "GB/s",
                        "of the memory's, %"), rows),
                stages.values().stream().map(JmhJob::command).toList());
    }

    /** The largest of some ratios, and where that is. */
    private String most(Map<JmhJob, Ratio> ratios) {
        String where = Collections.max(stages.entrySet(),
                Comparator.comparingDouble(entry -> ratios.get(entry.getValue()).value())).getKey();
        Ratio ratio = ratios.get(stages.get(where));
        return String.format(Locale.ROOT, "%.1f %% (%.1f to %.1f %%; %s)", percent(ratio.value()), percent(ratio.low()),
                percent(ratio.high()), where);
    }

    private static String said(Map<Form, Ratio> ratios) {
        return ratios.entrySet().stream().map(entry -> entry.getKey().subject + " " + Finding.costs(entry.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static double percent(double ratio) {
        return 100 * (ratio - 1);
    }
}
