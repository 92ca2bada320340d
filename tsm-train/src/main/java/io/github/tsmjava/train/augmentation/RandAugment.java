package io.github.tsmjava.train.augmentation;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.video.image.Image;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * A few different operations, one after another, all of the same magnitude.
 *
 * <p>Source: Cubuk et al., "RandAugment", 2019, as configured in MMAction2.
 *
 * @param operations  how many are drawn
 * @param magnitude   0 to 10
 * @param deviation   the standard deviation of each operation's magnitude
 * @param probability with which a drawn operation is applied
 */
record RandAugment(AugmentationSpace space, int operations, double magnitude, double deviation,
                          double probability) implements ClipAugmentation {

    public RandAugment {
        require(operations >= 1 && operations <= space.operations().size(), "1 to %d operations expected, got %d",
                space.operations().size(), operations);
        require(magnitude >= 0 && magnitude <= MAX_MAGNITUDE, "a magnitude from 0 to 10 expected, got %s", magnitude);
        require(deviation >= 0 && Double.isFinite(deviation), "a deviation from 0 on expected, got %s", deviation);
        require(probability > 0 && probability <= 1, "a probability above 0 and up to 1 expected, got %s", probability);
    }

    /** With imgaug's operations: all that are drawn are applied, in the order of {@link ImageOperation}. */
    public static RandAugment imgaug(int operations, double magnitude) {
        return new RandAugment(AugmentationSpace.IMGAUG, operations, magnitude, 0, 1);
    }

    /** With PyTorchVideo's operations: half of those that are drawn are applied, at magnitudes that vary a little. */
    public static RandAugment pytorchVideo(int operations, double magnitude) {
        return new RandAugment(AugmentationSpace.PYTORCHVIDEO, operations, magnitude, 0.5, 0.5);
    }

    @Override
    public List<Image> apply(List<Image> frames, RandomGenerator random) {
        List<ImageOperation> all = new ArrayList<>(space.operations());
        Collections.shuffle(all, random);
        List<ImageOperation> drawn = all.subList(0, operations);
        if (space == AugmentationSpace.IMGAUG) {
            Collections.sort(drawn);
        }
        List<Image> changed = frames;
        for (ImageOperation operation : drawn) {
            boolean applied = random.nextDouble() < probability;
            double varied = Math.clamp(magnitude + deviation * random.nextGaussian(), 0, MAX_MAGNITUDE);
            UnaryOperator<Image> change = space.draw(operation, varied / MAX_MAGNITUDE, random);
            if (applied) {
                changed = changed.stream().map(change).toList();
            }
        }
        return changed;
    }
}
