package io.github.tsmjava.web.learn;

import io.github.tsmjava.video.image.Image;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;

/** Numbers and pictures as text. */
final class Packed {

    private static final int LEVELS = 255;

    private Packed() {
    }

    /** Exactly, as little-endian float32 in base64. */
    static String floats(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** The smallest as 0, the largest as 255: for pictures only. */
    static String levels(float[] values) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(max > min ? LEVELS * (values[i] - min) / (max - min) : 0);
        }
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Pictures of one size beside one another, as the data URI of a PNG. */
    static String strip(List<Image> pictures) {
        return uri("png", beside(pictures));
    }

    /** The same made smaller, as a JPEG, to be looked at only. */
    static String film(List<Image> pictures, int size) {
        BufferedImage strip = beside(pictures);
        BufferedImage small = new BufferedImage(size * pictures.size(), size, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(strip, 0, 0, small.getWidth(), size, null);
        graphics.dispose();
        return uri("jpeg", small);
    }

    private static BufferedImage beside(List<Image> pictures) {
        int width = pictures.getFirst().width();
        int height = pictures.getFirst().height();
        BufferedImage strip = new BufferedImage(width * pictures.size(), height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < pictures.size(); i++) {
            byte[] rgb = pictures.get(i).data();
            for (int p = 0; p < width * height; p++) {
                int colour = (rgb[3 * p] & 0xff) << 16 | (rgb[3 * p + 1] & 0xff) << 8 | rgb[3 * p + 2] & 0xff;
                strip.setRGB(i * width + p % width, p / width, colour);
            }
        }
        return strip;
    }

    private static String uri(String format, BufferedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "data:image/%s;base64,%s".formatted(format, Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }
}
