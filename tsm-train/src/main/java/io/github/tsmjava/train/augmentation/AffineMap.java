package io.github.tsmjava.train.augmentation;

import io.github.tsmjava.video.image.Image;
import java.util.Arrays;

/**
 * Where each point of the result lies in the picture: {@code (xx·x + xy·y + x0, yx·x + yy·y + y0)}, in pixels, with
 * (0, 0) at the upper left corner of the first. In between is interpolated bilinearly, as Pillow's
 * {@code Image.transform} does.
 */
record AffineMap(double xx, double xy, double x0, double yx, double yy, double y0) {

    private static final double DIGITS = 1e15;

    static AffineMap shearX(Image image, double factor) {
        return new AffineMap(1, -factor, factor * image.height() / 2, 0, 1, 0);
    }

    static AffineMap shearY(Image image, double factor) {
        return new AffineMap(1, 0, 0, -factor, 1, factor * image.width() / 2);
    }

    /** Moves to the right and down, in pixels. */
    static AffineMap translation(double right, double down) {
        return new AffineMap(1, 0, -right, 0, 1, -down);
    }

    /** Turns counterclockwise about the centre. */
    static AffineMap rotation(Image image, double degrees) {
        double cos = rounded(Math.cos(Math.toRadians(degrees)));
        double sin = rounded(Math.sin(Math.toRadians(degrees)));
        double x = image.width() / 2.0;
        double y = image.height() / 2.0;
        return new AffineMap(cos, -sin, -cos * x + sin * y + x, sin, cos, -sin * x - cos * y + y);
    }

    /** Quarter turns become exact. */
    private static double rounded(double value) {
        return Math.rint(value * DIGITS) / DIGITS;
    }

    /** @param fill the byte of all channels for points outside of the picture */
    Image apply(Image image, int fill) {
        int width = image.width();
        int height = image.height();
        byte[] out = new byte[image.data().length];
        Arrays.fill(out, (byte) fill);
        for (int row = 0; row < height; row++) {
            double centre = row + 0.5;
            for (int column = 0; column < width; column++) {
                double x = xx * (column + 0.5) + xy * centre + x0;
                double y = yx * (column + 0.5) + yy * centre + y0;
                if (x >= 0 && x < width && y >= 0 && y < height) {
                    interpolate(image, x - 0.5, y - 0.5, out, (row * width + column) * 3);
                }
            }
        }
        return Image.of(width, height, out);
    }

    /** @param x between centres of pixels, from -0.5 to below width - 0.5 */
    private static void interpolate(Image image, double x, double y, byte[] out, int to) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double dx = x - left;
        double dy = y - top;
        byte[] pixels = image.data();
        int upper = Math.max(top, 0) * image.width();
        int lower = Math.min(top + 1, image.height() - 1) * image.width();
        int first = Math.max(left, 0);
        int second = Math.min(left + 1, image.width() - 1);
        for (int channel = 0; channel < 3; channel++) {
            double above = between(pixels, upper + first, upper + second, channel, dx);
            double below = between(pixels, lower + first, lower + second, channel, dx);
            out[to + channel] = (byte) (int) (above + (below - above) * dy);
        }
    }

    private static double between(byte[] pixels, int first, int second, int channel, double share) {
        int from = pixels[first * 3 + channel] & 0xff;
        return from + ((pixels[second * 3 + channel] & 0xff) - from) * share;
    }
}
