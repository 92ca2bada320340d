package io.github.tsmjava.bench.report;

import io.github.tsmjava.bench.jmh.TemporalBenchmark;
import io.github.tsmjava.bench.measure.Spread;
import io.github.tsmjava.bench.report.job.Effort;
import io.github.tsmjava.bench.report.job.JmhJob;
import io.github.tsmjava.bench.report.job.Measurement;
import io.github.tsmjava.bench.report.page.Table;
import io.github.tsmjava.bench.statistics.Finding;
import io.github.tsmjava.bench.statistics.Ratio;
import io.github.tsmjava.bench.statistics.RatioStudy;
import io.github.tsmjava.bench.workload.TemporalLayer;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Layers that see time beside those that do not, as a table for a terminal. */
public final class TemporalTable {

    private static final String ROW = "%-10s  %-12s  %9s  %22s  %15s  %12s%n";
    private static final Effort EFFORT = new Effort(1, 2, 250, 8, 80);
    private static final List<String> MAPS = List.of("64x56", "128x28", "256x14", "512x7");
    private static final double MEGA = 1e6;
    private static final double KILO = 1e3;

    private TemporalTable() {
    }

    /** Measures and prints, a stage of the network after the other. */
    public static void print(PrintStream out) throws IOException {
        List<String> forms = Arrays.stream(TemporalLayer.values()).map(TemporalLayer::form).toList();
        out.printf(Locale.ROOT, ROW, "maps", "layer", "ms", "/ plain convolution", "multiply-adds, M", "parameters, k");
        Map<TemporalLayer, List<Double>> all = new EnumMap<>(TemporalLayer.class);
        for (String map : MAPS) {
            Measurement measured = new JmhJob(TemporalBenchmark.class, Map.of("map", map), forms, EFFORT, 50).measure();
            for (TemporalLayer layer : TemporalLayer.values()) {
                TemporalLayer plain = layer.plain();
                Ratio ratio = ratio(measured, layer, plain);
                all.computeIfAbsent(layer, _ -> new ArrayList<>()).add(ratio.value());
                out.printf(Locale.ROOT, ROW, layer == TemporalLayer.CONV2D_1X1 ? map.replace("x", " × ") + "²" : "",
                        layer.title(), Table.text(Spread.of(measured.times().get(layer.form())).median()),
                        layer == plain ? "1" : Finding.cell(ratio), Table.text(layer.multiplyAdds(map) / MEGA),
                        Table.text(layer.parameters(map) / KILO));
            }
        }
        out.printf("%nOver the stages, in front of a 1×1 convolution the shift takes %s times as long as none, and 3×1×1 in its "
                        + "place %s. In front of 3×3, the shift takes %s, and 3×3×3 in its place %s.%nOne process a stage: "
                        + "intervals are too narrow by what processes differ; ./tsm bench report measures several.%n",
                range(all, TemporalLayer.SHIFT_1X1), range(all, TemporalLayer.CONV3D_3X1X1),
                range(all, TemporalLayer.SHIFT_3X3), range(all, TemporalLayer.CONV3D_3X3X3));
    }

    /** The least and the most of a layer's ratios. */
    private static String range(Map<TemporalLayer, List<Double>> all, TemporalLayer layer) {
        return String.format(Locale.ROOT, "%.2f to %.2f", Collections.min(all.get(layer)), Collections.max(all.get(layer)));
    }

    private static Ratio ratio(Measurement measured, TemporalLayer layer, TemporalLayer plain) {
        RatioStudy study = new RatioStudy();
        study.add("here", measured.times().get(layer.form()), measured.times().get(plain.form()));
        return study.ratio("here");
    }
}
