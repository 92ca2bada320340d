package io.github.tsmjava.train.data;

import java.util.random.RandomGenerator;

/**
 * A window of 8 to 100 % of the frame's area and an aspect ratio of 3/4 to 4/3, anywhere; the centre square if none was
 * found that fits.
 *
 * <p>Source: Szegedy et al., "Going Deeper with Convolutions", CVPR 2015, section 6, as in MMAction2's
 * {@code RandomResizedCrop}.
 */
record RandomResizedCrop() implements RandomCrop {

    private static final double LEAST_AREA = 0.08;
    private static final double LARGEST_RATIO = 4.0 / 3;
    private static final int ATTEMPTS = 10;

    @Override
    public Window draw(int width, int height, int size, RandomGenerator random) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double area = (LEAST_AREA + (1 - LEAST_AREA) * random.nextDouble()) * width * height;
            double ratio = Math.pow(LARGEST_RATIO, 2 * random.nextDouble() - 1);
            int w = (int) Math.rint(Math.sqrt(area * ratio));
            int h = (int) Math.rint(Math.sqrt(area / ratio));
            if (w >= 1 && h >= 1 && w <= width && h <= height) {
                return new Window(random.nextInt(width - w + 1), random.nextInt(height - h + 1), w, h);
            }
        }
        int side = Math.min(width, height);
        return new Window((width - side) / 2, (height - side) / 2, side, side);
    }
}
