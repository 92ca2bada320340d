package io.github.tsmjava.train.augmentation;

import io.github.tsmjava.video.image.Image;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Covers a square with grey; what of it lies outside of the picture is cut off.
 *
 * <p>Source: DeVries and Taylor, "Improved Regularization of Convolutional Neural Networks with Cutout", 2017.
 *
 * @param side share of the picture's shorter side
 * @param x    of the centre, as a share of the width
 * @param y    of the centre, as a share of the height
 */
record Cutout(double side, double x, double y) implements UnaryOperator<Image> {

    private static final byte GREY = (byte) 128;

    @Override
    public Image apply(Image image) {
        int width = image.width();
        int height = image.height();
        double half = side * Math.min(width, height) / 2;
        int left = border(x * width - half, width);
        int right = border(x * width + half, width);
        byte[] covered = image.data().clone();
        for (int row = border(y * height - half, height); row < border(y * height + half, height); row++) {
            Arrays.fill(covered, (row * width + left) * 3, (row * width + right) * 3, GREY);
        }
        return Image.of(width, height, covered);
    }

    private static int border(double place, int limit) {
        return Math.clamp(Math.round(place), 0, limit);
    }
}
