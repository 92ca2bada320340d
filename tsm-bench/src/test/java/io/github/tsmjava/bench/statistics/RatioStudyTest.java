package io.github.tsmjava.bench.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.bench.statistics.Ratio.Verdict;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Measurements of which the truth is known, since they are made up. */
class RatioStudyTest {

    private static final int PLACES = 6;
    private static final int TURNS = 8;

    /**
     * Two processes in each place. A process is up to a few per cent off, a turn as well, and the machine drifts, which
     * both forms of a turn share.
     */
    private static RatioStudy study(double truth, int processes, double noise, Random random) {
        RatioStudy study = new RatioStudy();
        for (int place = 0; place < PLACES; place++) {
            for (int process = 0; process < processes; process++) {
                double off = Math.exp(noise * random.nextGaussian());
                double[] times = new double[TURNS];
                double[] base = new double[TURNS];
                for (int turn = 0; turn < TURNS; turn++) {
                    double drift = 10 * (1 + 0.3 * random.nextDouble());
                    base[turn] = drift * Math.exp(0.01 * random.nextGaussian());
                    times[turn] = truth * off * drift * Math.exp(0.01 * random.nextGaussian());
                }
                study.add("place " + place, times, base);
            }
        }
        return study;
    }

    @Test
    void intervalsHoldTheTruthAsOftenAsTheySay() {
        Random random = new Random(1);
        int held = 0;
        int all = 2000;
        for (int i = 0; i < all; i++) {
            Ratio ratio = study(1.05, 2, 0.02, random).ratio("place 0");
            held += ratio.low() <= 1.05 && ratio.high() >= 1.05 ? 1 : 0;
        }
        assertEquals(0.95, (double) held / all, 0.02);
    }

    @Test
    void aPlantedLossIsFoundAndNoneIsNotMadeUp() {
        Random random = new Random(2);
        int found = 0;
        int madeUp = 0;
        for (int i = 0; i < 300; i++) {
            found += of(1.05, random) == Verdict.LONGER ? 1 : 0;
            Verdict none = of(1, random);
            madeUp += none == Verdict.LONGER || none == Verdict.SHORTER ? 1 : 0;
        }
        assertTrue(found >= 290 && madeUp <= 30, found + " found, " + madeUp + " made up");
    }

    /** Turns as calm as on a machine that does nothing else, and processes that differ as little. */
    private static Verdict of(double truth, Random random) {
        return study(truth, 2, 0.005, random).ratio("place 3").verdict();
    }

    @Test
    void oneProcessSaysWhatItsTurnsSay() {
        RatioStudy study = new RatioStudy();
        study.add("here", new double[] {11, 22, 33}, new double[] {10, 20, 30});
        Ratio ratio = study.ratio("here");
        assertEquals(1.1, ratio.value(), 1e-12);
        assertEquals(ratio.low(), ratio.high(), 1e-12);
        assertTrue(ratio.turns());
        // By hand: logarithms of 1.1, 1.2 and 1.3, their deviation over the root of three, and t(2) = 4.3027.
        RatioStudy other = new RatioStudy();
        other.add("here", new double[] {11, 24, 39}, new double[] {10, 20, 30});
        assertEquals(1.2, other.ratio("here").value(), 1e-12);
        assertEquals(1.2 * Math.exp(4.3027 * 0.083566 / Math.sqrt(3)), other.ratio("here").high(), 1e-3);
        // Three processes of one place are enough to say how they differ.
        study.add("here", new double[] {12}, new double[] {10});
        study.add("here", new double[] {13}, new double[] {10});
        assertFalse(study.ratio("here").turns());
    }

    @Test
    void timesWithoutTheirBaseAreRefused() {
        RatioStudy study = new RatioStudy();
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                () -> study.add("here", new double[3], new double[2]));
        assertTrue(e.getMessage().contains("3 and 2"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> study.ratio("elsewhere"));
    }
}
