package io.github.tsmjava.bench.report;

import io.github.tsmjava.bench.jmh.TemporalBenchmark;
import io.github.tsmjava.bench.report.job.CeilingJob;
import io.github.tsmjava.bench.report.job.Effort;
import io.github.tsmjava.bench.report.job.JmhJob;
import io.github.tsmjava.bench.report.job.Job;
import io.github.tsmjava.bench.report.page.Chapter;
import io.github.tsmjava.bench.report.page.Charts;
import io.github.tsmjava.bench.report.page.Figure;
import io.github.tsmjava.bench.report.page.Table;
import io.github.tsmjava.bench.statistics.Finding;
import io.github.tsmjava.bench.statistics.Ratio;
import io.github.tsmjava.bench.workload.TemporalLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a convolution over time costs in place of the shift, on the maps of each stage of ResNet-50. */
final class ConvolutionSection implements Section {

    private static final double GIGA = 1e6;
    private static final double KIB = 1024;

    private final Map<String, JmhJob> maps = new LinkedHashMap<>();
    private final Job ceiling;

    /** @param ceiling the job that measures what multiply-adds alone reach */
    ConvolutionSection(boolean quick, Job ceiling) {
        this.ceiling = ceiling;
        Effort effort = quick ? new Effort(2, 1, 250, 6, 40) : new Effort(4, 3, 500, 20, 100);
        List<String> forms = Arrays.stream(TemporalLayer.values()).map(TemporalLayer::form).toList();
        for (String map : quick ? List.of("64x56", "256x14") : List.of("64x56", "128x28", "256x14", "512x7")) {
            maps.put(map.replace("x", " × ") + "²",
                    new JmhJob(TemporalBenchmark.class, Map.of("map", map), forms, effort, 50));
        }
    }

    @Override
    public List<Job> jobs() {
        List<Job> jobs = new ArrayList<>(List.of(ceiling));
        jobs.addAll(maps.values());
        return jobs;
    }

    @Override
    public Chapter chapter(Results results) {
        return new Chapter("Instead of it", "The same eight maps, with as many channels behind as in front, through "
                + "plans of one layer on one thread: a 2-D convolution that sees no time, the same behind a shift, and "
                + "what a 3-D network has in its place. (2+1)D is a 1×3×3 and a 3×1×1 convolution of about as many "
                + "parameters together as 3×3×3. Multiply-adds are those of the definition: 3×3 convolutions are "
                + "computed with fewer by Winograd's algorithm, so they may pass the ceiling, which is the speed of a "
                + "loop of nothing but multiply-adds.", List.of(figure(results)));
    }

    private Figure figure(Results results) {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        Map<String, List<Double>> errors = new LinkedHashMap<>();
        Map<TemporalLayer, Map<JmhJob, Ratio>> ratios = new LinkedHashMap<>();
        List<JmhJob> jobs = List.copyOf(maps.values());
        for (TemporalLayer layer : TemporalLayer.values()) {
            ratios.put(layer, results.ratios(jobs, layer.form(), layer.plain().form()));
        }
        for (TemporalLayer layer : TemporalLayer.values()) {
            if (layer == layer.plain()) {
                continue;
            }
            values.put(layer.title(), ratios.get(layer).values().stream().map(Ratio::value).toList());
            errors.put(layer.title(), ratios.get(layer).values().stream()
                    .map(ratio -> (ratio.high() - ratio.low()) / 2).toList());
        }
        double most = results.figure(ceiling, CeilingJob.CEILING);
        List<List<Object>> rows = new ArrayList<>();
        maps.forEach((title, job) -> {
            String map = job.parameters().get("map");
            for (TemporalLayer layer : TemporalLayer.values()) {
                double ms = results.ms(job, layer.form()).median();
                long multiplyAdds = layer.multiplyAdds(map);
                double gflops = 2 * multiplyAdds / ms / GIGA;
                Ratio ratio = ratios.get(layer).get(job);
                rows.add(List.of(title, layer.title(), ms, ratio.value(), ratio.low(), ratio.high(),
                        ratio.p(), multiplyAdds / 1e6, layer.parameters(map) / 1e3, results.garbage(job, layer.form()) / KIB,
                        gflops, 100 * gflops / most));
            }
        });
        JmhJob first = jobs.getFirst();
        String map = first.parameters().get("map");
        return new Figure("instead", "Layers that see time, beside the 2-D convolution that sees as much of a frame",
                Charts.bars("instead", "maps", "time / time of the 2-D one", List.copyOf(maps.keySet()), values, errors),
                String.format(Locale.ROOT, "On maps of %s, the shift in front of 1×1, where TSM-ResNet50 has it, %s, and "
                                + "3×1×1 in its place %s. In front of 3×3 the shift %s, and 3×3×3 in its place, of %.0f "
                                + "times the multiply-adds, %s: all beside the plain one.",
                        maps.keySet().iterator().next(), said(ratios, TemporalLayer.SHIFT_1X1, first),
                        said(ratios, TemporalLayer.CONV3D_3X1X1, first), said(ratios, TemporalLayer.SHIFT_3X3, first),
                        (double) TemporalLayer.CONV3D_3X3X3.multiplyAdds(map) / TemporalLayer.CONV2D_3X3.multiplyAdds(map),
                        said(ratios, TemporalLayer.CONV3D_3X3X3, first)),
                new Table("instead", List.of("maps", "layer", "ms", "/ 2-D", "from", "to", "p", "multiply-adds, M",
                        "parameters, k", "garbage, KiB", "GFLOP/s", "of ceiling, %"), rows),
                jobs.stream().map(JmhJob::command).toList());
    }

    private static String said(Map<TemporalLayer, Map<JmhJob, Ratio>> ratios, TemporalLayer layer, JmhJob job) {
        return Finding.costs(ratios.get(layer).get(job));
    }
}
