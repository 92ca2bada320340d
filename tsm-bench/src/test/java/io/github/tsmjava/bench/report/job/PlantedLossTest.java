package io.github.tsmjava.bench.report.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.bench.jmh.ShiftBenchmark;
import io.github.tsmjava.bench.statistics.Finding;
import io.github.tsmjava.bench.statistics.Ratio;
import io.github.tsmjava.bench.statistics.Ratio.Verdict;
import io.github.tsmjava.bench.statistics.RatioStudy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A copy of a tenth of the maps before each convolution, which costs a few per cent, is found by what a report measures.
 * Runs with {@code -Psoak} on a machine that does nothing else.
 */
@Tag("soak")
class PlantedLossTest {

    @Test
    void isFound() throws IOException {
        RatioStudy study = new RatioStudy();
        Effort effort = new Effort(5, 3, 300, 40, 25);
        for (String map : List.of("256x56x64", "512x28x128", "24x56x144", "1024x14x256")) {
            JmhJob job = new JmhJob(ShiftBenchmark.class, Map.of("map", map), List.of("plan", "planted"), effort, 8);
            for (int round = 0; round < effort.rounds(); round++) {
                Measurement measured = job.measure();
                study.add(map, measured.times().get("planted"), measured.times().get("plan"));
            }
        }
        Ratio largest = study.ratio("256x56x64");
        System.out.println("a planted copy " + Finding.costs(largest));
        assertEquals(Verdict.LONGER, largest.verdict());
    }
}
