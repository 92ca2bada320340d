package io.github.tsmjava.train.prepare;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.resize.Resize;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * How frames are stored: as JPEG.
 *
 * @param pattern   file names with a place for the number, from 1, as in {@code img_%05d.jpg}
 * @param shortSide length of the shorter side in pixels; 0 keeps the size of the video
 * @param quality   of the JPEG, above 0 to 1
 */
public record FrameFormat(String pattern, int shortSide, double quality) implements Serializable {

    private static final Pattern ALLOWED = Pattern.compile("[\\w-]*%0[1-9]d\\.jpe?g");

    /** Names as for Kinetics, UCF101 and HMDB51; little is lost. */
    public static final FrameFormat DEFAULT = new FrameFormat("img_%05d.jpg", 0, 0.95);

    /** @throws IllegalArgumentException if the pattern is no name of a JPEG, or a number is out of range */
    public FrameFormat {
        if (!ALLOWED.matcher(pattern).matches()) {
            throw new IllegalArgumentException(
                    "expected a pattern such as img_%%05d.jpg, found \"%s\"".formatted(pattern));
        }
        if (shortSide < 0 || shortSide > Image.MAX_SIDE) {
            throw new IllegalArgumentException(
                    "a shorter side of 0 to %d pixels expected, found %d".formatted(Image.MAX_SIDE, shortSide));
        }
        if (!(quality > 0 && quality <= 1)) {
            throw new IllegalArgumentException("a quality above 0 and up to 1 expected, found " + quality);
        }
    }

    /** The name of a frame's file; frames count from 0, files from 1. */
    String name(int frame) {
        return String.format(Locale.ROOT, pattern, frame + 1);
    }

    /**
     * The bytes of a frame's file.
     *
     * @throws ShapeException if the resized frame would be too large
     */
    byte[] encode(Image frame) {
        Image image = shortSide == 0 ? frame : Resize.PIL.shortSide(frame, shortSide);
        BufferedImage picture = picture(image);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality((float) quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), parameters);
        } catch (IOException e) {
            throw new AssertionError("memory can be written to", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** The same pixels for ImageIO. */
    static BufferedImage picture(Image frame) {
        BufferedImage picture = new BufferedImage(frame.width(), frame.height(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        byte[] rgb = frame.data();
        for (int i = 0; i < rgb.length; i += 3) {
            bgr[i] = rgb[i + 2];
            bgr[i + 1] = rgb[i + 1];
            bgr[i + 2] = rgb[i];
        }
        return picture;
    }
}
