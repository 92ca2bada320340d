package io.github.tsmjava.train.augmentation;

import io.github.tsmjava.video.image.Image;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The operations that a policy draws from, and how strong each is at a level from 0 to 1.
 *
 * <p>MMAction2 decides once for a training in which direction imgaug shears, moves and turns, and gives bytes to
 * PyTorchVideo, whose thresholds and fill are meant for values from 0 to 1. Here the direction is drawn for each clip,
 * and thresholds and fill are scaled to bytes.
 */
enum AugmentationSpace {
    /** Of MMAction2's configurations with imgaug; black comes in from outside. */
    IMGAUG(0, EnumSet.allOf(ImageOperation.class)) {
        @Override
        double strength(ImageOperation operation, double level, int sign) {
            return switch (operation) {
                case SHEAR_X, SHEAR_Y -> sign * Math.tan(Math.toRadians(17.19 * level));
                case TRANSLATE_X, TRANSLATE_Y -> sign * 0.2 * level;
                case ROTATE -> sign * 30 * level;
                case POSTERIZE -> Math.max(1, (int) (4 * level));
                case SOLARIZE -> 256 * level;
                case COLOR, CONTRAST, BRIGHTNESS, SHARPNESS -> 1.8 * level + 0.1;
                case CUTOUT -> 0.2 * level;
                case AUTO_CONTRAST, EQUALIZE, INVERT -> 0;
            };
        }
    },
    /** Of PyTorchVideo's RandAugment; grey comes in from outside. */
    PYTORCHVIDEO(128, EnumSet.complementOf(EnumSet.of(ImageOperation.CUTOUT))) {
        @Override
        double strength(ImageOperation operation, double level, int sign) {
            return switch (operation) {
                case TRANSLATE_X, TRANSLATE_Y -> sign * 0.45 * level;
                case COLOR, CONTRAST, BRIGHTNESS, SHARPNESS -> 1 + sign * 0.9 * level;
                default -> common(operation, level, sign);
            };
        }
    },
    /** Of PyTorchVideo's AugMix; grey comes in from outside. */
    AUG_MIX(128, EnumSet.complementOf(EnumSet.of(ImageOperation.CUTOUT, ImageOperation.INVERT))) {
        @Override
        double strength(ImageOperation operation, double level, int sign) {
            return switch (operation) {
                case TRANSLATE_X, TRANSLATE_Y -> sign * level / 3;
                case COLOR, CONTRAST, BRIGHTNESS, SHARPNESS -> 0.1 + 1.8 * level;
                default -> common(operation, level, sign);
            };
        }
    };

    private final int fill;
    private final List<ImageOperation> operations;

    AugmentationSpace(int fill, Set<ImageOperation> operations) {
        this.fill = fill;
        this.operations = List.copyOf(EnumSet.copyOf(operations));
    }

    /** In the order of {@link ImageOperation}. */
    public List<ImageOperation> operations() {
        return operations;
    }

    /** @param sign 1 or -1 */
    abstract double strength(ImageOperation operation, double level, int sign);

    private static double common(ImageOperation operation, double level, int sign) {
        return switch (operation) {
            case SHEAR_X, SHEAR_Y -> sign * 0.3 * level;
            case ROTATE -> sign * 30 * level;
            case POSTERIZE -> 4 - (int) (4 * level);
            case SOLARIZE -> 256 * (1 - level);
            default -> 0;
        };
    }

    /** The operation at this level, 0 to 1, in a direction that is drawn. */
    UnaryOperator<Image> draw(ImageOperation operation, double level, RandomGenerator random) {
        return operation.of(strength(operation, level, random.nextBoolean() ? 1 : -1), fill, random);
    }
}
