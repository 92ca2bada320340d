package io.github.tsmjava.video.image;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.tensor.ShapeException;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A picture of unsigned bytes, RGB interleaved: height × width × 3.
 *
 * <p>For optical flow, red holds the horizontal and green the vertical component.
 */
public final class Image {

    /** The longest side that is read from a file. */
    public static final int MAX_SIDE = 16384;
    /** The largest picture that is read from a file or made by resizing; 8K video has half as many pixels. */
    public static final int MAX_PIXELS = 1 << 26;

    private final int width;
    private final int height;
    private final byte[] data;

    private Image(int width, int height, byte[] data) {
        this.width = width;
        this.height = height;
        this.data = data;
    }

    /**
     * A picture over the given bytes, RGB, which are not copied.
     *
     * @throws ShapeException if there are not width × height × 3 bytes, or the picture is empty or over the limits
     */
    public static Image of(int width, int height, byte[] data) {
        requireAllowed(width, height);
        ShapeException.require(data.length == width * height * 3,
                "a picture of %d x %d pixels needs %d bytes, got %d", width, height, width * height * 3, data.length);
        return new Image(width, height, data);
    }

    /**
     * A copy of a picture in memory, of any type. Grey and palette pictures become RGB; transparency and colour profiles
     * are ignored, as Pillow's {@code convert("RGB")} does.
     *
     * @throws ShapeException if the picture is over the limits
     */
    public static Image of(BufferedImage picture) {
        requireAllowed(picture.getWidth(), picture.getHeight());
        return new Image(picture.getWidth(), picture.getHeight(), BufferedImages.rgb(picture));
    }

    /**
     * A copy of pixels that are packed as {@code 0xAARRGGBB}, row by row.
     *
     * @throws ShapeException if there are fewer than width × height of them, or the picture is empty or over the limits
     */
    public static Image ofArgb(int width, int height, int[] pixels) {
        requireAllowed(width, height);
        ShapeException.require(pixels.length >= width * height, "a picture of %d x %d pixels, got %d",
                width, height, pixels.length);
        byte[] rgb = new byte[width * height * 3];
        for (int from = 0, to = 0; to < rgb.length; from++, to += 3) {
            rgb[to] = (byte) (pixels[from] >> 16);
            rgb[to + 1] = (byte) (pixels[from] >> 8);
            rgb[to + 2] = (byte) pixels[from];
        }
        return new Image(width, height, rgb);
    }

    /** A copy of pixels in memory without gaps between the rows: {@link #of(int, int, ByteBuffer, PixelFormat, int)}. */
    public static Image of(int width, int height, byte[] pixels, PixelFormat format) {
        requireAllowed(width, height);
        return of(width, height, ByteBuffer.wrap(pixels), format, width * format.bytes());
    }

    /**
     * A copy of pixels in memory, such as a camera, a decoder or a screen gives.
     *
     * @param pixels from the buffer's position on, which does not change
     * @param stride bytes from one row to the next, at least those of a row
     * @throws ShapeException if there are too few bytes, rows overlap, or the picture is empty or over the limits
     */
    public static Image of(int width, int height, ByteBuffer pixels, PixelFormat format, int stride) {
        requireAllowed(width, height);
        int row = width * format.bytes();
        ShapeException.require(stride >= row, "rows of %d bytes need a stride of as many, got %d", row, stride);
        long needed = (long) stride * (height - 1) + row;
        ShapeException.require(pixels.remaining() >= needed, "a picture of %d x %d pixels in %s needs %d bytes, got %d",
                width, height, format, needed, pixels.remaining());
        byte[] rgb = new byte[width * height * 3];
        byte[] line = new byte[row];
        for (int y = 0, to = 0; y < height; y++) {
            pixels.get(pixels.position() + y * stride, line);
            for (int from = 0; from < row; from += format.bytes(), to += 3) {
                rgb[to] = line[from + format.red];
                rgb[to + 1] = line[from + format.green];
                rgb[to + 2] = line[from + format.blue];
            }
        }
        return new Image(width, height, rgb);
    }

    private static void requireAllowed(int width, int height) {
        ShapeException.require(isAllowed(width, height),
                "a picture of %d x %d pixels, allowed are 1 to %d a side and %d in all",
                width, height, MAX_SIDE, MAX_PIXELS);
    }

    public static boolean isAllowed(int width, int height) {
        return width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE
                && (long) width * height <= MAX_PIXELS;
    }

    /** @throws VideoException if a picture in a file is empty or over the limits, as it will be held: 3 bytes a pixel */
    public static void requireAllowed(Path file, String what, long width, long height, Limits limits) throws VideoException {
        long most = Math.min(Math.min(MAX_PIXELS, limits.pixels()), limits.bytes() / 3);
        boolean sides = width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE;
        if (!sides || width * height > most) {
            throw new VideoException(file, "%s of %d x %d pixels, allowed are %d a side and %d in all"
                    .formatted(what, width, height, MAX_SIDE, most));
        }
    }

    /** Pixels in a row. */
    public int width() {
        return width;
    }

    /** Rows. */
    public int height() {
        return height;
    }

    /** The bytes themselves, not a copy. */
    public byte[] data() {
        return data;
    }

    /**
     * The window whose upper left corner is at (left, top).
     *
     * @throws IndexOutOfBoundsException if the window is not within the picture
     */
    public Image crop(int left, int top, int cropWidth, int cropHeight) {
        Objects.checkFromIndexSize(left, cropWidth, width);
        Objects.checkFromIndexSize(top, cropHeight, height);
        byte[] window = new byte[cropWidth * cropHeight * 3];
        for (int y = 0; y < cropHeight; y++) {
            System.arraycopy(data, ((top + y) * width + left) * 3, window, y * cropWidth * 3, cropWidth * 3);
        }
        return of(cropWidth, cropHeight, window);
    }

    /** The picture with left and right exchanged. */
    public Image mirror() {
        byte[] mirrored = new byte[data.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                copyPixel((y * width + x) * 3, mirrored, (y * width + width - 1 - x) * 3);
            }
        }
        return new Image(width, height, mirrored);
    }

    /** The picture turned clockwise by a number of quarter turns, 0 to 3. */
    public Image rotate(int quarterTurns) {
        if (quarterTurns == 0) {
            return this;
        }
        int rotatedWidth = quarterTurns % 2 == 0 ? width : height;
        byte[] rotated = new byte[data.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int to = switch (quarterTurns) {
                    case 1 -> x * rotatedWidth + height - 1 - y;
                    case 2 -> (height - 1 - y) * rotatedWidth + width - 1 - x;
                    case 3 -> (width - 1 - x) * rotatedWidth + y;
                    default -> throw new IllegalArgumentException("quarter turns 0 to 3, got " + quarterTurns);
                };
                copyPixel((y * width + x) * 3, rotated, to * 3);
            }
        }
        return new Image(rotatedWidth, width * height / rotatedWidth, rotated);
    }

    private void copyPixel(int from, byte[] target, int to) {
        target[to] = data[from];
        target[to + 1] = data[from + 1];
        target[to + 2] = data[from + 2];
    }

    public boolean sameSize(Image other) {
        return width == other.width && height == other.height;
    }

    /** The size, as in {@code 340 x 256}. */
    @Override
    public String toString() {
        return width + " x " + height;
    }

    /** The order of a pixel's bytes in memory. Transparency is dropped. */
    public enum PixelFormat {
        RGB(3, 0, 1, 2), BGR(3, 2, 1, 0), RGBA(4, 0, 1, 2), BGRA(4, 2, 1, 0), ARGB(4, 1, 2, 3), GREY(1, 0, 0, 0);

        private final int bytes;
        final int red;
        final int green;
        final int blue;

        PixelFormat(int bytes, int red, int green, int blue) {
            this.bytes = bytes;
            this.red = red;
            this.green = green;
            this.blue = blue;
        }

        /** Of a pixel. */
        public int bytes() {
            return bytes;
        }
    }
}
