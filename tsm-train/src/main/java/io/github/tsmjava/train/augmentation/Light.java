package io.github.tsmjava.train.augmentation;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.video.image.Image;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Another light: brighter or darker, and with more or less contrast, by factors of which one and its inverse are equally
 * likely.
 *
 * @param strength doublings, at most
 */
record Light(double strength) implements ClipAugmentation {

    Light {
        require(strength > 0 && strength <= 2, "a strength above 0 and up to 2 doublings expected, got %s", strength);
    }

    @Override
    public List<Image> apply(List<Image> frames, RandomGenerator random) {
        UnaryOperator<Image> brightness = ImageOperation.BRIGHTNESS.of(factor(random), 0, random);
        UnaryOperator<Image> contrast = ImageOperation.CONTRAST.of(factor(random), 0, random);
        return frames.stream().map(brightness).map(contrast).toList();
    }

    private double factor(RandomGenerator random) {
        return Math.pow(2, strength * (2 * random.nextDouble() - 1));
    }
}
