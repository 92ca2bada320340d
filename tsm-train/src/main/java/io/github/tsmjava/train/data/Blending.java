package io.github.tsmjava.train.data;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.training.CrossEntropy;
import io.github.tsmjava.train.data.TrainingClips.Clip;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes the clips of a step into one batch, each by itself or together with another. */
public sealed interface Blending permits MixUp, CutMix, Blending.None {

    /** Each clip by itself. */
    Blending NONE = new None();

    /**
     * MixUp: the weighted mean of each clip and another one, and of what they show.
     *
     * @param alpha both parameters of the beta distribution that the weight is drawn from; 0.2 in MMAction2
     * @throws io.github.tsmjava.tensor.ShapeException if it is not above 0
     */
    static Blending mixUp(double alpha) {
        return new MixUp(alpha);
    }

    /**
     * CutMix: a window of each clip is taken from another one, and its share of what that shows.
     *
     * @param alpha both parameters of the beta distribution that the area outside of the window is drawn from; 0.2 in
     *              MMAction2
     * @throws io.github.tsmjava.tensor.ShapeException if it is not above 0
     */
    static Blending cutMix(double alpha) {
        return new CutMix(alpha);
    }

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
}
