package io.github.tsmjava.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.bench.measure.Json;
import io.github.tsmjava.bench.report.job.CeilingJob;
import io.github.tsmjava.bench.report.job.JmhJob;
import io.github.tsmjava.bench.report.job.Job;
import io.github.tsmjava.bench.report.job.Measurement;
import io.github.tsmjava.bench.report.job.MemoryJob;
import io.github.tsmjava.bench.report.job.PeakMemoryJob;
import io.github.tsmjava.bench.report.page.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports of made-up measurements: that pages say what the numbers say. */
class ReportTest {

    @TempDir
    private Path folder;

    /** Measurements of all jobs, in which some forms take so many times as long as the others. */
    private Path report(boolean quick, Map<String, Double> slow) throws IOException {
        Random random = new Random(1);
        Path sources = Path.of(".");
        Report begun = new Report(quick, false, sources, folder);
        for (Job job : begun.jobs()) {
            for (int round = 0; round < job.rounds(); round++) {
                Files.writeString(folder.resolve("measurements.jsonl"), Json.line(made(job, slow, random)) + "\n",
                        StandardOpenOption.APPEND);
            }
        }
        Report report = new Report(quick, false, sources, folder);
        double[] left = {Double.NaN};
        try {
            report.measure((done, total, next) -> left[0] = total - done);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertEquals(0, left[0], "seconds left, where all is measured");
        return report.write();
    }

    private static Measurement made(Job job, Map<String, Double> slow, Random random) {
        if (!(job instanceof JmhJob jmh)) {
            return Measurement.ofFigures(job.command(), Map.of(
                    MemoryJob.BANDWIDTH, 10.0, CeilingJob.CEILING, 100.0, PeakMemoryJob.PEAK, 300.0));
        }
        Map<String, double[]> times = new LinkedHashMap<>();
        Map<String, Double> garbage = new LinkedHashMap<>();
        for (String form : jmh.forms()) {
            double[] turns = new double[jmh.effort().turns()];
            Arrays.setAll(turns, _ -> 10 * slow.getOrDefault(form, 1.0) * Math.exp(0.0002 * random.nextGaussian()));
            times.put(form, turns);
            garbage.put(form, 1024.0);
        }
        return new Measurement(job.command(), times, garbage, Map.of(), List.of());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyFigureIsThere(boolean quick) throws IOException {
        String page = Files.readString(report(quick, Map.of()));
        for (String figure : List.of("operator", "share", "bytes", "instead", "networks", "trade-off",
                "growth-frames", "growth-pixels", "growth-clips", "growth-threads", "training")) {
            assertTrue(page.contains("<figure id=\"" + figure + "\">"), figure);
            assertTrue(Files.size(folder.resolve(figure + ".csv")) > 50, figure);
        }
        assertEquals(quick, page.contains(Words.ROUGH));
        assertEquals(!quick, page.contains("<figure id=\"throughput\">"));
        assertFalse(Pattern.compile("NaN|Infinity|null|http(?!://www.w3.org)").matcher(page).find());
        assertTrue(page.contains("MIT's repository") && page.contains("top-1 published"));
        String text = Files.readString(folder.resolve("report.md"));
        assertTrue(text.contains("](operator.svg)") && Files.exists(folder.resolve("operator.svg")));
        assertFalse(Files.readString(folder.resolve("operator.svg")).contains("currentColor"));
        assertTrue(Files.readString(folder.resolve("report.json")).contains("\"with / without\""));
    }

    @ParameterizedTest
    @CsvSource({"1.05, costs 5.0 %", "1.3, costs 30.0 %", "2.5, takes 2.5 times as long", "0.9, saves 10.0 %",
        "1, makes no difference beyond 2 %"})
    void sentencesFollowTheNumbers(double factor, String said) throws IOException {
        String page = Files.readString(report(true,
                Map.of("fused", factor, "tsm-resnet50", factor, "shift-1x1", factor)));
        assertTrue(page.contains("fused it " + said), said);
        assertTrue(page.contains("the shift in all 16 blocks " + said), said);
        assertTrue(page.contains("where TSM-ResNet50 has it, " + said), said);
    }

    @Test
    void aPlaceThatIsNoFolderIsSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        IOException e = assertThrows(IOException.class, () -> new Report(true, false, Path.of("."), file));
        assertTrue(e.getMessage().contains(file.toString()) && e.getMessage().contains("expected a folder"), e.getMessage());
    }

    @Test
    void commandsNameWhatIsMeasured() throws IOException {
        List<String> whole = new Report(false, true, Path.of("."), folder.resolve("whole")).jobs().stream()
                .map(Job::command).toList();
        assertEquals(whole.size(), whole.stream().distinct().count());
        List<String> commands = new Report(true, true, Path.of("."), folder).jobs().stream().map(Job::command).toList();
        assertEquals(commands.size(), commands.stream().distinct().count());
        assertTrue(commands.contains("./tsm bench jmh ShiftBenchmark -p map=256x56x64 -p forms="
                + "conv+copy+in-place+plan+fused+copy-alone+in-place-alone -f 1 -wi 14 -w 150ms -i 98 -r 25ms -prof gc"),
                commands::toString);
    }
}
