package io.github.tsmjava.train.augmentation;

import io.github.tsmjava.video.image.Image;
import java.util.List;
import java.util.random.RandomGenerator;

/** Changes colours and shapes in a clip of RGB frames, in all frames alike. */
public sealed interface ClipAugmentation permits RandAugment, AugMix {

    /** Magnitudes are counted from 0 to this. */
    double MAX_MAGNITUDE = 10;

    /** What becomes of these frames; sizes stay. */
    List<Image> apply(List<Image> frames, RandomGenerator random);
}
