package io.github.tsmjava.video.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferInt;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SinglePixelPackedSampleModel;

/**
 * The RGB bytes of {@link BufferedImage}s. {@code BufferedImage.getRGB} would convert components from the picture's
 * colour space, which changes every grey picture because Java's grey is linear.
 */
final class BufferedImages {

    private BufferedImages() {
    }

    static byte[] rgb(BufferedImage picture) {
        return switch (picture.getType()) {
            case BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB -> packed(picture, 16, 8, 0);
            case BufferedImage.TYPE_INT_BGR -> packed(picture, 0, 8, 16);
            default -> switch (picture.getColorModel()) {
                case IndexColorModel palette -> indexed(picture.getRaster(), palette);
                case ColorModel model when isInteger(picture.getRaster()) -> components(picture.getRaster(), model);
                default -> converted(picture);
            };
        };
    }

    private static boolean isInteger(Raster raster) {
        int type = raster.getTransferType();
        return type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT || type == DataBuffer.TYPE_INT;
    }

    /** Four bytes in an int, what screens and most cameras give: without a call for every row. */
    private static byte[] packed(BufferedImage picture, int red, int green, int blue) {
        Raster raster = picture.getRaster();
        int width = picture.getWidth();
        int height = picture.getHeight();
        DataBufferInt buffer = (DataBufferInt) raster.getDataBuffer();
        int[] pixels = buffer.getData();
        int stride = ((SinglePixelPackedSampleModel) raster.getSampleModel()).getScanlineStride();
        int origin = buffer.getOffset() - raster.getSampleModelTranslateY() * stride
                - raster.getSampleModelTranslateX();
        byte[] rgb = new byte[width * height * 3];
        for (int y = 0, to = 0; y < height; y++) {
            for (int x = 0, from = origin + y * stride; x < width; x++, from++, to += 3) {
                rgb[to] = (byte) (pixels[from] >> red);
                rgb[to + 1] = (byte) (pixels[from] >> green);
                rgb[to + 2] = (byte) (pixels[from] >> blue);
            }
        }
        return rgb;
    }

    private static byte[] indexed(Raster raster, IndexColorModel palette) {
        int width = raster.getWidth();
        byte[] rgb = new byte[width * raster.getHeight() * 3];
        int[] row = new int[width];
        for (int y = 0, to = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++, to += 3) {
                int colour = palette.getRGB(row[x]);
                rgb[to] = (byte) (colour >> 16);
                rgb[to + 1] = (byte) (colour >> 8);
                rgb[to + 2] = (byte) colour;
            }
        }
        return rgb;
    }

    /** Components of any size, of which the first three are red, green and blue, or the first one is grey. */
    private static byte[] components(Raster raster, ColorModel model) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        boolean grey = model.getNumColorComponents() < 3;
        byte[] rgb = new byte[width * raster.getHeight() * 3];
        int[] row = new int[width * bands];
        for (int y = 0, to = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int alpha = model.isAlphaPremultiplied() ? row[x * bands + bands - 1] : 0;
                int opaque = alpha == 0 ? 0 : (1 << model.getComponentSize(bands - 1)) - 1;
                for (int c = 0; c < 3; c++) {
                    int band = grey ? 0 : c;
                    int value = toByte(row[x * bands + band], model.getComponentSize(band));
                    // Colours that were multiplied by their opacity get it back.
                    rgb[to++] = (byte) (alpha == 0 ? value : Math.min(255, (value * opaque + alpha / 2) / alpha));
                }
            }
        }
        return rgb;
    }

    /** From a number of some bits to one of eight: the high ones of more, all shades of fewer. */
    private static int toByte(int value, int bits) {
        return bits >= 8 ? value >> bits - 8 : (value * 255 + ((1 << bits) - 1) / 2) / ((1 << bits) - 1);
    }

    /** Fractions and other rare kinds, in the words of their own colour model. */
    private static byte[] converted(BufferedImage picture) {
        BufferedImage rgb = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        int[] row = new int[picture.getWidth()];
        for (int y = 0; y < picture.getHeight(); y++) {
            picture.getRGB(0, y, row.length, 1, row, 0, row.length);
            rgb.setRGB(0, y, row.length, 1, row, 0, row.length);
        }
        return packed(rgb, 16, 8, 0);
    }
}
