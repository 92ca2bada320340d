package io.github.tsmjava.train.data;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.CrossEntropy;
import io.github.tsmjava.train.data.TrainingClips.Clip;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.commons.rng.sampling.distribution.ChengBetaSampler;

/** Makes the clips of a step into one batch, each by itself or together with another. */
public sealed interface Blending permits MixUp, CutMix, Blending.None {

    /** Each clip by itself. */
    Blending NONE = new None();

    /**
     * What a step trains on.
     *
     * @param input   {@code [N, T·C, H, W]}
     * @param targets {@code [N, K]}, the share of each class, summing to 1
     */
    record Batch(Tensor input, Tensor targets) {

        /** The class with the largest share in a clip; of equal shares the first. */
        public int label(int clip) {
            float[] shares = targets.slice(clip, clip + 1).data();
            int label = 0;
            for (int i = 1; i < shares.length; i++) {
                label = shares[i] > shares[label] ? i : label;
            }
            return label;
        }
    }

    /**
     * Makes a batch.
     *
     * @param clips   N clips of one size, at least one
     * @param classes K
     */
    Batch of(List<Clip> clips, int classes, RandomGenerator random);

    /** Each clip by itself. */
    record None() implements Blending {

        @Override
        public Batch of(List<Clip> clips, int classes, RandomGenerator random) {
            int[] labels = clips.stream().mapToInt(Clip::label).toArray();
            return new Batch(Tensor.concat(clips.stream().map(Clip::input).toList()),
                    CrossEntropy.smooth(classes, 0, labels));
        }
    }

    /** Throws unless this can be both parameters of a beta distribution. */
    static void requireAlpha(double alpha) {
        require(alpha > 0 && Double.isFinite(alpha), "an alpha above 0 expected, got %s", alpha);
    }

    /** From 0 to 1, by a beta distribution: near 0 or 1 for small alpha, near 1/2 for large. */
    static double share(double alpha, RandomGenerator random) {
        return ChengBetaSampler.of(random::nextLong, alpha, alpha).sample();
    }

    /** {@code share · targets + (1 - share) · targets[partners]}. */
    static Tensor blend(Tensor targets, int[] partners, double share) {
        Tensor blended = Tensor.zeros(targets.shape());
        int classes = targets.dim(1);
        for (int row = 0; row < partners.length; row++) {
            mix(targets.data(), row * classes, targets.data(), partners[row] * classes, (float) share, classes,
                    blended.data(), row * classes);
        }
        return blended;
    }

    /** {@code out = share · first + (1 - share) · second}, for so many numbers. */
    static void mix(float[] first, int firstAt, float[] second, int secondAt, float share, int count,
                    float[] out, int at) {
        float rest = 1 - share;
        for (int i = 0; i < count; i++) {
            out[at + i] = share * first[firstAt + i] + rest * second[secondAt + i];
        }
    }
}
