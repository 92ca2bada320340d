package io.github.tsmjava.train.augmentation;

import io.github.tsmjava.video.image.Image;
import java.util.List;
import java.util.random.RandomGenerator;

/** Changes colours and shapes in a clip of RGB frames, in all frames alike. */
public sealed interface ClipAugmentation permits RandAugment, AugMix, Light {

    /** Magnitudes are counted from 0 to this. */
    double MAX_MAGNITUDE = 10;

    /**
     * RandAugment with imgaug's operations, all of the same magnitude.
     *
     * @param operations how many are drawn, 1 to 15
     * @param magnitude  0 to 10
     */
    static ClipAugmentation randAugmentOfImgaug(int operations, double magnitude) {
        return RandAugment.imgaug(operations, magnitude);
    }

    /** The same with PyTorchVideo's 14 operations: half of those drawn are applied, at magnitudes that vary. */
    static ClipAugmentation randAugmentOfPytorchVideo(int operations, double magnitude) {
        return RandAugment.pytorchVideo(operations, magnitude);
    }

    /**
     * AugMix: the mean of the clip and of three chains of operations on it.
     *
     * @param magnitude the largest of an operation, above 0.1 and up to 10
     */
    static ClipAugmentation augMix(double magnitude) {
        return new AugMix(magnitude);
    }

    /**
     * Another light: brightness and contrast are each multiplied by a factor between 1 and so many doublings, or divided.
     *
     * @param strength doublings, above 0 and up to 2
     */
    static ClipAugmentation light(double strength) {
        return new Light(strength);
    }

    /** What becomes of these frames; sizes stay. */
    List<Image> apply(List<Image> frames, RandomGenerator random);
}
