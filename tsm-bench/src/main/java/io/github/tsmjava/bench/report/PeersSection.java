package io.github.tsmjava.bench.report;

import io.github.tsmjava.bench.measure.Comparison;
import io.github.tsmjava.bench.measure.Fork;
import io.github.tsmjava.bench.measure.Json;
import io.github.tsmjava.bench.report.job.Job;
import io.github.tsmjava.bench.report.job.Measurement;
import io.github.tsmjava.bench.report.page.Chapter;
import io.github.tsmjava.bench.report.page.Charts;
import io.github.tsmjava.bench.report.page.Figure;
import io.github.tsmjava.bench.report.page.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The same networks in native runtimes. */
final class PeersSection implements Section {

    /** What {@code bench --peers} does for one network. */
    private record CompareJob(String model, int threads, boolean quick) implements Job {

        @Override
        public String command() {
            return "./tsm bench --peers --model %s --threads %d %s".formatted(
                    model, threads, String.join(" ", protocol()));
        }

        private List<String> protocol() {
            return quick ? List.of("--warmup", "3", "--rounds", "5", "--seconds", "0.3")
                    : List.of("--warmup", "10", "--rounds", "15", "--seconds", "0.5");
        }

        @Override
        public double seconds() {
            return quick ? 25 : 70;
        }

        @Override
        public int rounds() {
            return 1;
        }

        @Override
        public Measurement measure() throws IOException, InterruptedException {
            List<String> arguments = new ArrayList<>(List.of("compare", model, "" + threads));
            arguments.addAll(protocol());
            return new Measurement(command(), Map.of(), Map.of(), Map.of(), Fork.run(arguments));
        }
    }

    private final List<CompareJob> jobs;

    PeersSection(boolean quick, int threads) {
        jobs = (quick ? List.of("tsm-resnet50", "tsm-mobilenetv2") : List.of("tsm-resnet50", "tsm-mobilenetv2",
                "online-mobilenetv2", "i3d_resnet50:32x224", "tsm-resnext101_32x8d"))
                .stream().map(model -> new CompareJob(model, threads, quick)).toList();
    }

    @Override
    public List<CompareJob> jobs() {
        return jobs;
    }

    @Override
    public Chapter chapter(Results results) {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        List<List<Object>> rows = new ArrayList<>();
        List<String> said = new ArrayList<>();
        for (CompareJob job : jobs) {
            for (String line : results.lines(job)) {
                Comparison comparison = Json.read(line, Comparison.class);
                values.put(comparison.model() + " / " + comparison.peer(), List.of(comparison.ratio()));
                said.add(String.format(Locale.ROOT, "%s %.2f of %s", comparison.model(), comparison.ratio(),
                        comparison.peer()));
                rows.add(List.of(comparison.model(), comparison.peer(), comparison.oursMs(), comparison.peerMs(),
                        comparison.ratio(), comparison.ratioQ1(), comparison.ratioQ3()));
            }
        }
        return new Chapter("Against native runtimes", "The same parameters and clips, in turns, after the logits were "
                + "compared. Below 1 we are faster. The intervals are the middle half of the turns.",
                List.of(new Figure("peers", "Our time over theirs",
                        Charts.bars("peers", "", "ours / theirs", List.of("one clip"), values, null),
                        "Our time is " + String.join(", ", said) + ".",
                        new Table("peers", List.of("network", "runtime", "ours, ms", "theirs, ms", "ours / theirs", "q1",
                                "q3"), rows), jobs.stream().map(CompareJob::command).toList())));
    }
}
