package io.github.tsmjava.bench.report.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.bench.jmh.ShiftBenchmark;
import io.github.tsmjava.bench.measure.Spread;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JmhJobTest {

    /** By real processes: the times of a form are its own, whichever place it has among the others. */
    @Test
    void formsTakeTurns() throws IOException {
        for (List<String> forms : List.of(List.of("conv", "in-place-alone"), List.of("in-place-alone", "conv"))) {
            Measurement measured = new JmhJob(ShiftBenchmark.class, Map.of("map", "256x28x256"), forms,
                    new Effort(1, 1, 50, 3, 20), 5).measure();
            assertEquals(Set.copyOf(forms), measured.times().keySet());
            assertEquals(3, measured.times().get("conv").length);
            double convolution = Spread.of(measured.times().get("conv")).median();
            double shift = Spread.of(measured.times().get("in-place-alone")).median();
            assertTrue(convolution > 5 * shift, convolution + " and " + shift + " ms");
        }
    }
}
