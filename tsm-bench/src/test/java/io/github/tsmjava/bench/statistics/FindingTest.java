package io.github.tsmjava.bench.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.bench.statistics.Ratio.Verdict;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FindingTest {

    @Test
    void sentencesFollowTheNumbers() {
        assertEquals("costs 5.0 % (4.0 to 6.0 %)", Finding.costs(new Ratio(1.05, 1.04, 1.06, 0.001, false)));
        assertEquals("takes 3.1 times as long (2.9 to 3.3)", Finding.costs(new Ratio(3.1, 2.9, 3.3, 0.001, false)));
        assertEquals("saves 10.0 % (8.0 to 12.0 %)", Finding.costs(new Ratio(0.9, 0.88, 0.92, 0.001, false)));
        assertEquals("makes no difference beyond 2 % (-0.5 to +1.0 %)", Finding.costs(new Ratio(1, 0.995, 1.01, 0.4, false)));
        assertEquals("costs between -3.0 and +11.0 %, which leaves it open",
                Finding.costs(new Ratio(1.04, 0.97, 1.11, 0.3, false)));
    }

    @Test
    void anIntervalThatIsTooNarrowSaysSo() {
        assertEquals("costs 5.0 % (4.0 to 6.0 %), by turns of too few processes",
                Finding.costs(new Ratio(1.05, 1.04, 1.06, 0.001, true)));
    }

    /** Whatever the numbers are: what costs 5 % is never called free, and nothing is claimed that chance explains. */
    @Test
    void nothingIsSaidThatWasNotMeasured() {
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            double value = 0.8 + 0.4 * random.nextDouble();
            double half = 0.1 * random.nextDouble();
            Ratio ratio = new Ratio(value, value - half, value + half, random.nextDouble(), false);
            String said = Finding.costs(ratio);
            boolean sure = ratio.low() > 1 || ratio.high() < 1;
            assertEquals(sure, ratio.verdict() == Verdict.LONGER || ratio.verdict() == Verdict.SHORTER, said);
            if (value >= 1.05 || value <= 0.95 || half > 0.02 || ratio.p() < 0.05) {
                assertTrue(!said.contains("no difference"), said);
            }
        }
    }
}
