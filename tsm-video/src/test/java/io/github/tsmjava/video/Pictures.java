package io.github.tsmjava.video;

import io.github.tsmjava.video.image.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pictures that tests make themselves. */
public final class Pictures {

    private Pictures() {
    }

    /** Every pixel of one colour. */
    public static BufferedImage plain(int width, int height, int rgb) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, rgb);
            }
        }
        return picture;
    }

    public static void write(BufferedImage picture, Path file) throws IOException {
        String name = file.toString();
        ImageIO.write(picture, name.substring(name.lastIndexOf('.') + 1), file.toFile());
    }

    /** A picture in which all three channels are the given grey values, row by row. */
    public static Image grey(int width, int height, int... values) {
        byte[] pixels = new byte[values.length * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) values[i / 3];
        }
        return Image.of(width, height, pixels);
    }

    /** The first channel, row by row. */
    public static int[] reds(Image image) {
        int[] reds = new int[image.width() * image.height()];
        for (int i = 0; i < reds.length; i++) {
            reds[i] = image.data()[3 * i] & 0xff;
        }
        return reds;
    }

    /** The colour of a pixel as 0xRRGGBB. */
    public static int rgb(Image image, int x, int y) {
        int i = (y * image.width() + x) * 3;
        return (image.data()[i] & 0xff) << 16 | (image.data()[i + 1] & 0xff) << 8 | image.data()[i + 2] & 0xff;
    }
}
