package io.github.tsmjava.bench.report;

import io.github.tsmjava.bench.jmh.NetworkBenchmark;
import io.github.tsmjava.bench.report.job.Effort;
import io.github.tsmjava.bench.report.job.JmhJob;
import io.github.tsmjava.bench.report.job.Job;
import io.github.tsmjava.bench.report.page.Chapter;
import io.github.tsmjava.bench.report.page.Charts;
import io.github.tsmjava.bench.report.page.Figure;
import io.github.tsmjava.bench.report.page.Table;
import io.github.tsmjava.bench.statistics.Line.Point;
import io.github.tsmjava.bench.statistics.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;

/** How the cost of TSM-ResNet50 grows in frames, pixels, clips and threads. */
final class GrowthSection implements Section {

    private static final String MODEL = "tsm-resnet50:";
    private static final double SECOND = 1000;

    /** Something that grows: one job, whose forms are the steps. */
    private record Axis(String name, String title, String unit, List<Integer> steps, JmhJob job, List<Double> amounts) { }

    private final List<Axis> axes;
    private final Map<Integer, JmhJob> threads = new LinkedHashMap<>();

    GrowthSection(boolean quick, int mostThreads) {
        Effort effort = quick ? new Effort(1, 2, 400, 4, 60) : new Effort(3, 2, 800, 6, 200);
        int side = quick ? 112 : 224;
        axes = List.of(
                axis("frames", "Frames of a clip", "frame", quick ? List.of(4, 8, 16, 32) : List.of(4, 8, 16, 32, 64),
                        n -> n + "x" + side, n -> (double) n, effort, mostThreads),
                axis("pixels", "Side of a frame", "1,000 pixels of a frame",
                        quick ? List.of(112, 160, 224) : List.of(112, 160, 192, 224, 256, 320),
                        n -> "8x" + n, n -> n * n / 1e3, effort, mostThreads),
                axis("clips", "Clips in a call", "clip", quick ? List.of(1, 2, 4) : List.of(1, 2, 4, 8),
                        n -> "8x%dx%d".formatted(quick ? 112 : 160, n), n -> (double) n, effort, mostThreads));
        IntStream.rangeClosed(1, mostThreads).filter(n -> Integer.bitCount(n) == 1 || n == mostThreads).forEach(n ->
                threads.put(n, new JmhJob(NetworkBenchmark.class, Map.of("threads", "" + n),
                        List.of(MODEL + "8x224", "tsm-mobilenetv2"), effort, 300)));
    }

    private static Axis axis(String name, String title, String unit, List<Integer> steps,
                             Function<Integer, String> form, Function<Integer, Double> amount, Effort effort,
                             int threads) {
        JmhJob job = new JmhJob(NetworkBenchmark.class, Map.of("threads", "" + threads),
                steps.stream().map(step -> MODEL + form.apply(step)).toList(), effort, 200);
        return new Axis(name, title, unit, steps, job, steps.stream().map(amount).toList());
    }

    @Override
    public List<Job> jobs() {
        List<Job> jobs = new ArrayList<>(axes.stream().map(Axis::job).toList());
        jobs.addAll(threads.values());
        return jobs;
    }

    @Override
    public Chapter chapter(Results results) {
        List<Figure> figures = new ArrayList<>();
        axes.forEach(axis -> figures.add(figure(axis, results)));
        figures.add(threads(results));
        return new Chapter("How cost grows", "TSM-ResNet50 with more frames, pixels, clips and threads. The first three "
                + "are measured in turns, threads in processes of their own. The line is fitted by least squares; the "
                + "interval of its slope is one of 95 %.",
                figures);
    }

    private static Figure figure(Axis axis, Results results) {
        List<Point> points = new ArrayList<>();
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < axis.steps.size(); i++) {
            double ms = results.ms(axis.job, axis.job.forms().get(i)).median();
            points.add(new Point(axis.amounts.get(i), ms));
            rows.add(List.of(axis.steps.get(i), ms, ms / axis.amounts.get(i)));
        }
        Line line = Line.through(points);
        Map<String, Charts.Series> drawn = new LinkedHashMap<>();
        drawn.put("measured", new Charts.Series(points.stream().map(Point::x).toList(),
                points.stream().map(Point::y).toList()));
        List<Double> ends = List.of(points.getFirst().x(), points.getLast().x());
        drawn.put("fitted", new Charts.Series(ends,
                ends.stream().map(x -> line.intercept() + line.slope() * x).toList()));
        return new Figure("growth-" + axis.name, axis.title,
                Charts.lines("growth-" + axis.name, axis.title.toLowerCase(Locale.ROOT) + (axis.name.equals("pixels")
                        ? ": thousands of pixels" : ""), "one call, ms", drawn),
                String.format(Locale.ROOT, "Each %s adds %.2f ms (± %.2f), on top of %.1f ms; the line explains %.1f %% of "
                        + "the variance.%s", axis.unit, line.slope(), line.slopeHalf(), line.intercept(), 100 * line.r2(),
                        breaking(axis, points)),
                new Table("growth-" + axis.name, List.of(axis.title.toLowerCase(Locale.ROOT), "ms",
                        "ms / " + axis.unit), rows), List.of(axis.job.command()));
    }

    /** Where the line breaks, as far as there are points to tell it. */
    private static String breaking(Axis axis, List<Point> points) {
        OptionalInt place = Line.breaking(points);
        if (place.isPresent()) {
            return String.format(Locale.ROOT, " It breaks at %d (%s): the time is %+.0f %% off the line through those before.",
                    axis.steps.get(place.getAsInt()), axis.title.toLowerCase(Locale.ROOT),
                    100 * Line.off(points, place.getAsInt()));
        }
        return points.size() < 4 ? "" : " From the fourth on, all points are within 15 % of the line through those before.";
    }

    private Figure threads(Results results) {
        List<List<Object>> rows = new ArrayList<>();
        Map<String, Double> alone = new LinkedHashMap<>();
        double last = 1;
        for (Map.Entry<Integer, JmhJob> entry : threads.entrySet()) {
            for (String form : entry.getValue().forms()) {
                double ms = results.ms(entry.getValue(), form).median();
                alone.putIfAbsent(form, ms);
                last = form.startsWith(MODEL) ? alone.get(form) / ms : last;
                rows.add(List.of(form, entry.getKey(), ms, SECOND / ms, alone.get(form) / ms));
            }
        }
        return new Figure("growth-threads", "Threads", null,
                String.format(Locale.ROOT, "With %d threads, TSM-ResNet50 is %.2f times as fast as with one.",
                        threads.keySet().stream().mapToInt(Integer::intValue).max().orElse(1), last),
                new Table("growth-threads", List.of("network", "threads", "ms", "calls / s", "times as fast as one"),
                        rows), threads.values().stream().map(JmhJob::command).toList());
    }
}
