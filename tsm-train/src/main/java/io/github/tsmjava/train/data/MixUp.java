package io.github.tsmjava.train.data;

import io.github.tsmjava.train.data.TrainingClips.Clip;
import io.github.tsmjava.train.random.Randomness;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The weighted mean of each clip and another one of the batch, and of what they show: one weight for the batch.
 *
 * <p>Source: Zhang et al., "mixup: Beyond Empirical Risk Minimization", ICLR 2018, as in MMAction2's
 * {@code MixupBlending}.
 *
 * @param alpha both parameters of the beta distribution that weights are drawn from; 0.2 in MMAction2
 */
record MixUp(double alpha) implements Blending {

    public MixUp {
        Mixing.requireAlpha(alpha);
    }

    @Override
    public Batch of(List<Clip> clips, int classes, RandomGenerator random) {
        double share = Mixing.share(alpha, random);
        int[] partners = Randomness.permutation(clips.size(), random);
        Batch own = NONE.of(clips, classes, random);
        int size = own.input().data().length / clips.size();
        for (int i = 0; i < partners.length; i++) {
            Mixing.mean(own.input().data(), i * size, clips.get(partners[i]).input().data(), 0, share, size,
                    own.input().data(), i * size);
        }
        return new Batch(own.input(), Mixing.blend(own.targets(), partners, share));
    }
}
