package io.github.tsmjava.web.live;

import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.Image.PixelFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A picture from a page: a header, then width × height pixels of four bytes (red, green, blue, and one that is ignored).
 * The header, all of it little-endian: an int with the picture's number, two unsigned shorts with width and height, a
 * double with the milliseconds at which it was taken.
 */
record FrameMessage(int number, double capture, Image picture) {

    private static final int HEADER = 16;
    private static final int MAX_SIDE = 2048;
    /** A longer side than so many times the other one would be enormous once the other is as long as a network wants. */
    private static final int MAX_RATIO = 16;
    /** Further off, and a count of nanoseconds would overflow. */
    private static final double MAX_CAPTURE = 1e12;

    /** @throws MalformedException if it is not such a message */
    static FrameMessage parse(ByteBuffer message) throws MalformedException {
        if (message.remaining() < HEADER) {
            throw new MalformedException("expected a header of %d bytes, found %d".formatted(HEADER, message.remaining()));
        }
        ByteBuffer bytes = message.slice().order(ByteOrder.LITTLE_ENDIAN);
        int number = bytes.getInt();
        int width = Short.toUnsignedInt(bytes.getShort());
        int height = Short.toUnsignedInt(bytes.getShort());
        double capture = bytes.getDouble();
        if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
            throw new MalformedException("expected 1 to %d pixels a side, found %d x %d".formatted(MAX_SIDE, width, height));
        }
        if (Math.max(width, height) > MAX_RATIO * Math.min(width, height)) {
            throw new MalformedException("expected one side at most %d times the other, found %d x %d"
                    .formatted(MAX_RATIO, width, height));
        }
        if (bytes.remaining() != 4 * width * height) {
            throw new MalformedException("expected %d bytes of pixels, found %d"
                    .formatted(4 * width * height, bytes.remaining()));
        }
        if (!(Math.abs(capture) <= MAX_CAPTURE)) {
            throw new MalformedException("expected a time in milliseconds, found " + capture);
        }
        return new FrameMessage(number, capture, Image.of(width, height, bytes, PixelFormat.RGBA, 4 * width));
    }

    long nanos() {
        return Math.round(capture * 1e6);
    }
}
