package io.github.tsmjava.train.data;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.apache.commons.rng.sampling.distribution.ChengBetaSampler;

/** What MixUp and CutMix have in common: a random share, and weighted means. */
final class Mixing {

    private Mixing() {
    }

    /** Throws unless this can be both parameters of a beta distribution. */
    static void requireAlpha(double alpha) {
        require(alpha > 0 && Double.isFinite(alpha), "an alpha above 0 expected, got %s", alpha);
    }

    /** From 0 to 1, by a beta distribution: near 0 or 1 for small alpha, near 1/2 for large. */
    static double share(double alpha, RandomGenerator random) {
        return ChengBetaSampler.of(random::nextLong, alpha, alpha).sample();
    }

    /** {@code share · targets + (1 - share) · targets[partners]}, both {@code [N, K]}. */
    static Tensor blend(Tensor targets, int[] partners, double share) {
        Tensor blended = Tensor.zeros(targets.shape());
        int classes = targets.dim(1);
        for (int row = 0; row < partners.length; row++) {
            mean(targets.data(), row * classes, targets.data(), partners[row] * classes, share, classes,
                    blended.data(), row * classes);
        }
        return blended;
    }

    /** {@code out = share · first + (1 - share) · second}, for so many elements. */
    static void mean(float[] first, int firstAt, float[] second, int secondAt, double share, int count,
                     float[] out, int at) {
        float weight = (float) share;
        float rest = 1 - weight;
        for (int i = 0; i < count; i++) {
            out[at + i] = weight * first[firstAt + i] + rest * second[secondAt + i];
        }
    }
}
