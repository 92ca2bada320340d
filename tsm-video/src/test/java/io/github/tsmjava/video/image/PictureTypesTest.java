package io.github.tsmjava.video.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.video.Pictures;
import io.github.tsmjava.video.image.Image.PixelFormat;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One known picture in every way that Java and other programs hold pictures in memory. */
class PictureTypesTest {

    private static final int WIDTH = 7;
    private static final int HEIGHT = 5;

    /** Multiples of 51, which the usual palette holds; no two neighbours alike. */
    private static int colour(int x, int y) {
        return x * 2 % 6 * 51 << 16 | (x + y) % 6 * 51 << 8 | y * 51;
    }

    private interface Expected {

        int rgb(int x, int y);
    }

    private static void assertPicture(Expected expected, BufferedImage picture) {
        assertPicture(expected, Image.of(picture), 0, 0);
        BufferedImage part = picture.getSubimage(2, 1, 4, 3);
        assertPicture(expected, Image.of(part), 2, 1);
        assertPicture(expected, Image.of(part.getSubimage(1, 1, 2, 2)), 3, 2);
    }

    private static void assertPicture(Expected expected, Image image, int left, int top) {
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                assertEquals("%06x".formatted(expected.rgb(left + x, top + y)),
                        "%06x".formatted(Pictures.rgb(image, x, y)), "pixel " + x + ", " + y);
            }
        }
    }

    private static BufferedImage filled(BufferedImage picture) {
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                picture.setRGB(x, y, 0xff000000 | colour(x, y));
            }
        }
        return picture;
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_INT_ARGB_PRE,
        BufferedImage.TYPE_INT_BGR, BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_4BYTE_ABGR_PRE, BufferedImage.TYPE_BYTE_INDEXED})
    void exactTypes(int type) {
        assertPicture(PictureTypesTest::colour, filled(new BufferedImage(WIDTH, HEIGHT, type)));
    }

    /** Opacity is dropped, not mixed with a background. */
    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_4BYTE_ABGR})
    void halfTransparent(int type) {
        BufferedImage picture = filled(new BufferedImage(WIDTH, HEIGHT, type));
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                picture.setRGB(x, y, (x * 40 << 24) | colour(x, y));
            }
        }
        assertPicture(PictureTypesTest::colour, picture);
    }

    /** Raw values that were multiplied by 2/3 = 170/255 come back as they were. */
    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_INT_ARGB_PRE, BufferedImage.TYPE_4BYTE_ABGR_PRE})
    void premultiplied(int type) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, type);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int colour = colour(x, y);
                picture.getRaster().setPixel(x, y, new int[] {
                    (colour >> 16 & 0xff) * 2 / 3, (colour >> 8 & 0xff) * 2 / 3, (colour & 0xff) * 2 / 3, 170});
            }
        }
        assertPicture(PictureTypesTest::colour, picture);
        picture.getRaster().setPixel(3, 2, new int[] {0, 0, 0, 0});
        assertEquals(0, Pictures.rgb(Image.of(picture), 3, 2), "nothing is left of an invisible pixel");
    }

    /** Few bits become all shades: 31 of 31, or 63 of 63, is white. */
    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_USHORT_565_RGB, BufferedImage.TYPE_USHORT_555_RGB})
    void fewBits(int type) {
        int green = type == BufferedImage.TYPE_USHORT_565_RGB ? 63 : 31;
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, type);
        Expected levels = (x, y) -> x * 5 << 16 | (x + y) * green / 10 << 8 | y * 7;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int level = levels.rgb(x, y);
                picture.getRaster().setPixel(x, y, new int[] {level >> 16, level >> 8 & 0xff, level & 0xff});
            }
        }
        assertPicture((x, y) -> {
            int level = levels.rgb(x, y);
            return shade(level >> 16, 31) << 16 | shade(level >> 8 & 0xff, green) << 8 | shade(level & 0xff, 31);
        }, picture);
    }

    private static int shade(int level, int most) {
        return (int) Math.round(255.0 * level / most);
    }

    @Test
    void grey() {
        BufferedImage eight = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage sixteen = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                eight.getRaster().setSample(x, y, 0, y * WIDTH + x);
                sixteen.getRaster().setSample(x, y, 0, y * WIDTH + x << 8 | 0xee);
            }
        }
        Expected expected = (x, y) -> (y * WIDTH + x) * 0x010101;
        assertPicture(expected, eight);
        assertPicture(expected, sixteen);
    }

    @Test
    void binary() {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_BINARY);
        Expected expected = (x, y) -> (x * y + x) % 3 == 0 ? 0xffffff : 0;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                picture.setRGB(x, y, 0xff000000 | expected.rgb(x, y));
            }
        }
        assertPicture(expected, picture);
    }

    /** Sixteen colours in four bits a pixel, by a palette of one's own. */
    @Test
    void smallPalette() {
        byte[] reds = new byte[16];
        byte[] greens = new byte[16];
        byte[] blues = new byte[16];
        for (int i = 0; i < 16; i++) {
            reds[i] = (byte) (255 - i);
            greens[i] = (byte) (i * 3);
            blues[i] = (byte) (100 + i);
        }
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_BINARY,
                new IndexColorModel(4, 16, reds, greens, blues));
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                picture.getRaster().setSample(x, y, 0, (x + 3 * y) % 16);
            }
        }
        assertPicture((x, y) -> {
            int i = (x + 3 * y) % 16;
            return 255 - i << 16 | i * 3 << 8 | 100 + i;
        }, picture);
    }

    /** Types without a name: components of sixteen bits, and bytes in the order of red, green, blue. */
    @ParameterizedTest
    @ValueSource(ints = {DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT})
    void customComponents(int type) {
        BufferedImage picture =
                new BufferedImage(new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false,
                Transparency.OPAQUE, type), Raster.createInterleavedRaster(type, WIDTH, HEIGHT, 3, null), false, null);
        assertEquals(BufferedImage.TYPE_CUSTOM, picture.getType());
        int scale = type == DataBuffer.TYPE_BYTE ? 1 : 257;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int colour = colour(x, y);
                picture.getRaster().setPixel(x, y, new int[] {
                    (colour >> 16) * scale, (colour >> 8 & 0xff) * scale, (colour & 0xff) * scale});
            }
        }
        assertPicture(PictureTypesTest::colour, picture);
    }

    /** The bytes of a pixel as the format's name spells them. */
    private static byte[] pixel(PixelFormat format, int colour) {
        byte[] bytes = new byte[format.bytes()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) switch (format == PixelFormat.GREY ? 'G' : format.name().charAt(i)) {
                case 'R' -> colour >> 16;
                case 'G' -> colour >> 8;
                case 'B' -> colour;
                default -> 0x5a;
            };
        }
        return bytes;
    }

    @ParameterizedTest
    @EnumSource(PixelFormat.class)
    void bytesInMemory(PixelFormat format) {
        Expected expected = (x, y) -> format == PixelFormat.GREY ? (colour(x, y) >> 8 & 0xff) * 0x010101 : colour(x, y);
        for (int gap : new int[] {0, 1, 5}) {
            int stride = WIDTH * format.bytes() + gap;
            for (int before : new int[] {0, 3}) {
                // The last row needs no gap behind it.
                int length = before + stride * HEIGHT - gap;
                for (ByteBuffer buffer : new ByteBuffer[] {ByteBuffer.allocate(length),
                        ByteBuffer.allocateDirect(length), ByteBuffer.allocate(length + 9).slice(9, length)}) {
                    for (int y = 0; y < HEIGHT; y++) {
                        for (int x = 0; x < WIDTH; x++) {
                            buffer.put(before + y * stride + x * format.bytes(), pixel(format, colour(x, y)));
                        }
                    }
                    buffer.position(before);
                    assertPicture(expected, Image.of(WIDTH, HEIGHT, buffer, format, stride), 0, 0);
                    assertPicture(expected, Image.of(WIDTH, HEIGHT, buffer.asReadOnlyBuffer(), format, stride), 0, 0);
                    assertEquals(before, buffer.position());
                    ByteBuffer late = buffer.duplicate().position(before + 1);
                    assertThrows(ShapeException.class, () -> Image.of(WIDTH, HEIGHT, late, format, stride));
                    if (gap == 0 && before == 0 && buffer.hasArray() && buffer.arrayOffset() == 0) {
                        assertPicture(expected, Image.of(WIDTH, HEIGHT, buffer.array(), format), 0, 0);
                    }
                }
            }
        }
        assertThrows(ShapeException.class, () -> Image.of(WIDTH, HEIGHT, ByteBuffer.allocate(1000), format,
                WIDTH * format.bytes() - 1));
    }

    @Test
    void packedNumbers() {
        int[] pixels = new int[WIDTH * HEIGHT + 4];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            pixels[i] = 0x77000000 | colour(i % WIDTH, i / WIDTH);
        }
        assertPicture(PictureTypesTest::colour, Image.ofArgb(WIDTH, HEIGHT, pixels), 0, 0);
    }
}
