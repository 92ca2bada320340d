package io.github.tsmjava.train.data;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.train.data.CutMix.Box;
import io.github.tsmjava.train.data.TrainingClips.Clip;
import io.github.tsmjava.train.random.Randomness;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The weights of MixUp and CutMix against the beta distribution of Commons Math, by the test of Kolmogorov and Smirnov:
 * how likely it is that numbers of that distribution differ from it as much as these do. The weights are those of the
 * steps of a training with a fixed seed, so the answers are always the same.
 */
class BlendingWeightsTest {

    private static final KolmogorovSmirnovTest TEST = new KolmogorovSmirnovTest();
    private static final Randomness RANDOMNESS = new Randomness(11);
    /** A right distribution is refused once in a hundred seeds; a wrong one must be far from passing. */
    private static final double LIKELY = 0.01;
    private static final double IMPOSSIBLE = 1e-6;
    /** How far an alpha is off that the tests must notice. */
    private static final double WRONG = 1.25;
    /** Pixels along a picture so large that they do not matter. */
    private static final int LARGE = 1 << 30;
    private static final int SIDE = 32;
    private static final int CLIPS = 6;

    private static RandomGenerator step(int step) {
        return RANDOMNESS.step(step / 1000, step % 1000);
    }

    private static void assertBeta(double alpha, double[] shares) {
        double right = TEST.kolmogorovSmirnovTest(new BetaDistribution(alpha, alpha), shares);
        assertTrue(right > LIKELY, "Beta(%s, %s): p = %s".formatted(alpha, alpha, right));
        for (double other : new double[] {alpha * WRONG, alpha / WRONG}) {
            double wrong = TEST.kolmogorovSmirnovTest(new BetaDistribution(other, other), shares);
            assertTrue(wrong < IMPOSSIBLE, "Beta(%s, %s) for %s: p = %s".formatted(other, other, alpha, wrong));
        }
        double skewed = TEST.kolmogorovSmirnovTest(new BetaDistribution(alpha, alpha * WRONG), shares);
        assertTrue(skewed < IMPOSSIBLE, "Beta(%s, %s): p = %s".formatted(alpha, alpha * WRONG, skewed));
    }

    /** With an alpha of 0.2, one weight in sixty is so close to 1 that it is 1 as a float. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 5})
    void mixUpWeighsByTheBetaDistribution(double alpha) {
        List<Clip> clips = clips(1);
        MixUp mixUp = new MixUp(alpha);
        assertBeta(alpha, IntStream.range(0, 20_000).mapToDouble(i -> weight(mixUp.of(clips, CLIPS, step(i))))
                .toArray());
    }

    /** Windows in the middle of a picture, where none is cut off. */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 1, 5})
    void windowsLeaveAnAreaOfTheBetaDistribution(double alpha) {
        assertBeta(alpha, IntStream.range(0, 20_000).mapToDouble(i -> Mixing.share(alpha, step(i)))
                .map(share -> Box.of(LARGE, LARGE, share, LARGE / 2, LARGE / 2).outside(LARGE, LARGE)).toArray());
    }

    /** Windows anywhere, cut off at the borders, against windows that Commons Math draws. */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 1, 5})
    void cutMixWeighsByTheAreaOfItsWindows(double alpha) {
        List<Clip> clips = clips(SIDE);
        CutMix cutMix = new CutMix(alpha);
        double[] weights = IntStream.range(0, 6_000).mapToDouble(i -> weight(cutMix.of(clips, CLIPS, step(i))))
                .toArray();
        double right = TEST.kolmogorovSmirnovTest(weights, windows(alpha));
        assertTrue(right > LIKELY, "alpha %s: p = %s".formatted(alpha, right));
        for (double other : new double[] {2 * alpha, alpha / 2}) {
            double wrong = TEST.kolmogorovSmirnovTest(weights, windows(other));
            assertTrue(wrong < IMPOSSIBLE, "alpha %s for %s: p = %s".formatted(other, alpha, wrong));
        }
    }

    /** What windows leave of a picture, their areas and centres drawn by Commons Math. */
    private static double[] windows(double alpha) {
        Well19937c random = new Well19937c(12);
        BetaDistribution shares = new BetaDistribution(random, alpha, alpha);
        return IntStream.range(0, 20_000).mapToObj(i -> Box.of(SIDE, SIDE, shares.sample(), random.nextInt(SIDE),
                random.nextInt(SIDE))).mapToDouble(box -> box.outside(SIDE, SIDE)).toArray();
    }

    /** Clips of a class each. */
    private static List<Clip> clips(int side) {
        return IntStream.range(0, CLIPS).mapToObj(i -> new Clip(Tensor.zeros(1, 1, side, side), i)).toList();
    }

    /** The share of its own class in any clip but those, if there are any, that are blended with themselves. */
    private static double weight(Blending.Batch batch) {
        return IntStream.range(0, CLIPS).mapToDouble(i -> batch.targets().get(i, i)).min().orElseThrow();
    }
}
