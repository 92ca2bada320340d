package io.github.tsmjava.train.augmentation;

import io.github.tsmjava.video.image.Image;
import java.util.Arrays;

/**
 * More or less of a property: a line through the picture and one without the property, as Pillow's
 * {@code ImageEnhance}. A factor of 1 changes nothing, 0 takes all away, and more than 1 goes beyond the picture.
 */
final class Enhancement {

    private Enhancement() {
    }

    static Image color(Image image, double factor) {
        byte[] grey = new byte[image.data().length];
        for (int i = 0; i < grey.length; i += 3) {
            Arrays.fill(grey, i, i + 3, (byte) luma(image.data(), i));
        }
        return blend(grey, image, factor);
    }

    static Image contrast(Image image, double factor) {
        long sum = 0;
        for (int i = 0; i < image.data().length; i += 3) {
            sum += luma(image.data(), i);
        }
        double mean = sum / (image.data().length / 3.0);
        byte[] uniform = new byte[image.data().length];
        Arrays.fill(uniform, (byte) (int) (mean + 0.5));
        return blend(uniform, image, factor);
    }

    static Image brightness(Image image, double factor) {
        return blend(new byte[image.data().length], image, factor);
    }

    static Image sharpness(Image image, double factor) {
        return blend(smoothed(image), image, factor);
    }

    /** Of the pixel whose red is at i, by ITU-R 601 in integers. */
    private static int luma(byte[] pixels, int i) {
        return (pixels[i] & 0xff) * 19595 + (pixels[i + 1] & 0xff) * 38470 + (pixels[i + 2] & 0xff) * 7471 + 0x8000
                >> 16;
    }

    /** Each pixel counts five times, its eight neighbours once; pixels at the border stay. */
    private static byte[] smoothed(Image image) {
        byte[] pixels = image.data();
        byte[] smooth = pixels.clone();
        int row = image.width() * 3;
        for (int y = 1; y < image.height() - 1; y++) {
            for (int i = y * row + 3; i < (y + 1) * row - 3; i++) {
                int sum = 4 * (pixels[i] & 0xff) + triple(pixels, i - row) + triple(pixels, i)
                        + triple(pixels, i + row);
                smooth[i] = (byte) ((2 * sum + 13) / 26);
            }
        }
        return smooth;
    }

    private static int triple(byte[] pixels, int i) {
        return (pixels[i - 3] & 0xff) + (pixels[i] & 0xff) + (pixels[i + 3] & 0xff);
    }

    private static Image blend(byte[] without, Image image, double factor) {
        float share = (float) factor;
        byte[] pixels = image.data();
        byte[] out = new byte[pixels.length];
        for (int i = 0; i < out.length; i++) {
            int from = without[i] & 0xff;
            float value = from + share * ((pixels[i] & 0xff) - from);
            out[i] = (byte) (int) Math.clamp(value, 0f, 255f);
        }
        return Image.of(image.width(), image.height(), out);
    }
}
