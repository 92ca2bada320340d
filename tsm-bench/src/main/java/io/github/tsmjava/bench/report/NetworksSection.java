package io.github.tsmjava.bench.report;

import io.github.tsmjava.bench.jmh.NetworkBenchmark;
import io.github.tsmjava.bench.measure.Spread;
import io.github.tsmjava.bench.report.job.Effort;
import io.github.tsmjava.bench.report.job.JmhJob;
import io.github.tsmjava.bench.report.job.Job;
import io.github.tsmjava.bench.report.job.PeakMemoryJob;
import io.github.tsmjava.bench.report.page.Chapter;
import io.github.tsmjava.bench.report.page.Charts;
import io.github.tsmjava.bench.report.page.Figure;
import io.github.tsmjava.bench.report.page.Table;
import io.github.tsmjava.bench.statistics.Finding;
import io.github.tsmjava.bench.statistics.Ratio;
import io.github.tsmjava.bench.workload.C3d;
import io.github.tsmjava.bench.workload.Workload;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.parameter.Parameter.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Whole networks, at equal frames and as they were published. */
final class NetworksSection implements Section {

    private static final String TSN = "tsn-resnet50";
    private static final String TSM = "tsm-resnet50";
    private static final String I3D_8 = "i3d_resnet50:8x224";
    private static final String I3D_32 = "i3d_resnet50:32x224";
    private static final String ONLINE = "online-mobilenetv2";
    private static final double GIGA = 1e9;
    private static final double MEGA = 1e6;
    private static final int SECOND = 1000;
    private static final int CLASSES = 400;
    /** Numbers that are counted, not learned. */
    private static final Set<Role> STATISTICS = EnumSet.of(Role.RUNNING_MEAN, Role.RUNNING_VAR);

    private final int threads;
    /** Those that all see eight frames. */
    private final List<String> equal;
    /** All that are measured, in turns. */
    private final JmhJob networks;
    /** Null in a quick report. */
    private final JmhJob throughput;
    private final Map<String, PeakMemoryJob> memory = new LinkedHashMap<>();

    NetworksSection(boolean quick, int threads) {
        this.threads = threads;
        Effort effort = quick ? new Effort(1, 2, 400, 6, 100) : new Effort(4, 3, 1000, 10, 300);
        equal = new ArrayList<>(List.of(TSN, TSM, "nl-tsm-resnet50", I3D_8, "tsm-mobilenetv2", ONLINE));
        if (!quick) {
            equal.addAll(List.of("nl-i3d_resnet50:8x224", "r2plus1d_18:8x224", "i3d_heavy_resnet50:8x224",
                    "tsm-resnext101_32x8d"));
        }
        Set<String> forms = new LinkedHashSet<>(equal);
        Published.ALL.forEach(network -> forms.add(network.model()));
        networks = job(List.copyOf(forms), effort, 700);
        throughput = quick ? null : job(List.of("tsn-resnet50:8x224x4", "tsm-resnet50:8x224x4", "tsm-mobilenetv2:8x224x4"), effort, 2000);
        for (String model : quick ? List.of(TSM, I3D_32, "tsm-mobilenetv2")
                : Published.ALL.stream().map(Published::model).toList()) {
            memory.put(model, new PeakMemoryJob(model, threads));
        }
    }

    private JmhJob job(List<String> forms, Effort effort, double callMs) {
        return new JmhJob(NetworkBenchmark.class, Map.of("threads", "" + threads), forms, effort, callMs);
    }

    @Override
    public List<Job> jobs() {
        List<Job> jobs = new ArrayList<>(List.of(networks));
        if (throughput != null) {
            jobs.add(throughput);
        }
        jobs.addAll(memory.values());
        return jobs;
    }

    @Override
    public Chapter chapter(Results results) {
        return new Chapter("Whole networks", "Compiled plans of whole networks with 400 classes, one clip a call, on "
                + "%d thread%s, all in turns. First all see the same eight frames of 224²; then each sees as many frames as it "
                .formatted(threads, threads == 1 ? "" : "s")
                + "was published with, of 224². The stream (online) sees one frame a call and answers after each. Throughput is "
                + "that of several clips in a call.",
                throughput == null ? List.of(equal(results), tradeOff(results))
                        : List.of(equal(results), tradeOff(results), throughput(results)));
    }

    private Figure equal(Results results) {
        List<String> others = equal.stream().filter(form -> !form.equals(TSN)).toList();
        Map<String, Ratio> ratios = results.ratios(networks, others, TSN);
        Map<String, List<Double>> values = new LinkedHashMap<>();
        List<List<Object>> rows = new ArrayList<>();
        for (String form : equal) {
            Spread ms = results.ms(networks, form);
            values.put(form, List.of(ms.median()));
            List<Object> row = costs(form);
            Ratio ratio = ratios.getOrDefault(form, Ratio.ONE);
            row.addAll(List.of(ms.median(), ms.q1(), ms.q3(), ratio.value(), ratio.low(), ratio.high(), ratio.p(),
                    results.garbage(networks, form) / 1024));
            rows.add(row);
        }
        Ratio shift = ratios.get(TSM);
        Ratio i3d = ratios.get(I3D_8);
        return new Figure("networks", "Eight frames of 224²",
                Charts.bars("networks", "", "one clip (online: one frame), ms", List.of("network"), values, null),
                "In ResNet-50, the shift in all 16 blocks %s; I3D-ResNet50, which goes through fewer frames behind its "
                        .formatted(Finding.costs(shift)) + "strides in time, " + Finding.costs(i3d) + ".",
                new Table("networks", List.of("network", "multiply-adds, G", "parameters, M", "ms", "q1", "q3",
                        "/ TSN-ResNet50", "from", "to", "p", "garbage, KiB"), rows),
                commands(networks));
    }

    /** Name, multiply-adds of a call and parameters. */
    private static List<Object> costs(String form) {
        Workload workload = Workload.named(form);
        TsmNetwork network = workload.network();
        return new ArrayList<>(List.of(form, workload.operations(network) / 2 / GIGA,
                network.parameters().stream().filter(parameter -> !STATISTICS.contains(parameter.role()))
                        .mapToLong(parameter -> parameter.tensor().size()).sum() / MEGA));
    }

    private Figure tradeOff(Results results) {
        Map<String, Charts.Bubble> bubbles = new LinkedHashMap<>();
        List<List<Object>> rows = new ArrayList<>();
        for (Published network : Published.ALL) {
            Spread ms = results.ms(networks, network.model());
            List<Object> row = costs(network.model());
            double parameters = (double) row.getLast();
            bubbles.put(network.title(), new Charts.Bubble(ms.median(), network.top1(), parameters));
            row.set(0, network.title());
            PeakMemoryJob peak = memory.get(network.model());
            row.addAll(List.of(ms.median(), ms.q1(), ms.q3(), network.top1(), network.views(), network.source(),
                    peak == null ? Double.NaN : results.figure(peak, PeakMemoryJob.PEAK)));
            rows.add(row);
        }
        rows.add(new ArrayList<>(List.of("C3D, 16 frames of 112², counted", C3d.multiplyAdds(CLASSES) / GIGA,
                Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, "", "", Double.NaN)));
        Ratio ratio = results.ratios(networks, List.of(TSM), I3D_32).get(TSM);
        return new Figure("trade-off", "Accuracy as published, over the time of a clip as measured",
                Charts.bubbles("trade-off", "one clip, ms", "top-1 on Kinetics-400 as published, %", bubbles),
                String.format(Locale.ROOT, "Beside a clip of I3D-ResNet50, one of TSM-ResNet50 %s; published are %.1f %% for "
                        + "TSM and %.1f %% for I3D. Accuracies are published ones, from the sources in the table, of "
                        + "frames of 256² but for R(2+1)D; times are of 224². A circle's area stands for parameters.",
                        Finding.costs(ratio), Published.of(TSM).top1(), Published.of(I3D_32).top1()),
                new Table("trade-off", List.of("network", "multiply-adds, G", "parameters, M", "ms", "q1", "q3",
                        "top-1 published, %", "clips × crops", "source", "peak memory, MiB"), rows),
                List.of(networks.command()));
    }

    private Figure throughput(Results results) {
        List<List<Object>> rows = new ArrayList<>();
        for (String form : throughput.forms()) {
            Workload workload = Workload.named(form);
            double ms = results.ms(throughput, form).median();
            rows.add(List.of(form, workload.clips() * SECOND / ms, workload.clips() * workload.frames() * SECOND / ms));
        }
        List<Object> stream = List.of(ONLINE, Double.NaN,
                SECOND / results.ms(networks, ONLINE).median());
        rows.add(stream);
        return new Figure("throughput", "Clips a second", null,
                String.format(Locale.ROOT, "TSM-ResNet50 sees %.1f clips a second, TSM-MobileNetV2 %.1f.",
                        clips(rows, "tsm-resnet50"), clips(rows, "tsm-mobilenetv2")),
                new Table("throughput", List.of("network", "clips / s", "frames / s"), rows), commands(throughput));
    }

    private static double clips(List<List<Object>> rows, String model) {
        return rows.stream().filter(row -> row.getFirst().toString().startsWith(model))
                .mapToDouble(row -> (double) row.get(1)).findFirst().orElseThrow();
    }

    private static List<String> commands(JmhJob job) {
        List<String> commands = new ArrayList<>(List.of(job.command()));
        job.forms().forEach(form -> commands.add(job.command(form)));
        return commands;
    }
}
