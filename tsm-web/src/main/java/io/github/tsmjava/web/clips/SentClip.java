package io.github.tsmjava.web.clips;

import io.github.tsmjava.io.Temporary;
import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.web.server.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A clip that a page has sent: a file, or pictures that it has recorded. */
public final class SentClip {

    private static final Limits LIMITS = Limits.USUAL.withBytes(1 << 30).withPixels(1 << 23).withFrames(1 << 14)
            .withTime(Duration.ofMinutes(1));
    private static final int HEADER = 8;
    private static final int MAX_FRAMES = 240;
    private static final int MAX_SIDE = 1024;

    private SentClip() {
    }

    /** Makes something of a clip, which is closed afterwards. */
    @FunctionalInterface
    public interface Use<R> {

        /**
         * @throws VideoException   if the clip cannot be decoded
         * @throws RefusedException if it is not what is wanted
         */
        R of(Video video) throws VideoException, RefusedException;
    }

    /**
     * A video file of any kind that the decoder reads.
     *
     * @param name what to call it in messages
     * @throws RefusedException if it is none
     */
    public static <R> R file(byte[] bytes, String name, Decoder decoder, Use<R> use) throws RefusedException {
        try (Temporary file = Temporary.file()) {
            Files.write(file.path(), bytes);
            try (Video video = Video.open(file.path(), decoder, LIMITS)) {
                return use.of(video);
            } catch (VideoException e) {
                throw new RefusedException(e.getMessage().replace(file.path().toString(), name));
            }
        } catch (IOException e) {
            throw new RefusedException(name + ": cannot be stored on this machine");
        }
    }

    /**
     * Pictures: four unsigned shorts, little-endian, with their number, width, height and how many there are in a second;
     * then the pictures, three bytes a pixel.
     *
     * @param name what to call them in messages
     * @throws RefusedException if the bytes are not that
     */
    public static <R> R pictures(byte[] bytes, String name, Use<R> use) throws RefusedException {
        if (bytes.length < HEADER) {
            throw new RefusedException("expected a header of %d bytes, found %d".formatted(HEADER, bytes.length));
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int count = Short.toUnsignedInt(buffer.getShort());
        int width = Short.toUnsignedInt(buffer.getShort());
        int height = Short.toUnsignedInt(buffer.getShort());
        if (count < 1 || count > MAX_FRAMES || width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE) {
            throw new RefusedException("expected 1 to %d pictures of 1 to %d pixels a side, found %d of %d x %d"
                    .formatted(MAX_FRAMES, MAX_SIDE, count, width, height));
        }
        long expected = HEADER + 3L * count * width * height;
        if (bytes.length != expected) {
            throw new RefusedException("expected %d bytes, found %d".formatted(expected, bytes.length));
        }
        buffer.position(HEADER);
        List<Image> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] rgb = new byte[3 * width * height];
            buffer.get(rgb);
            pictures.add(Image.of(width, height, rgb));
        }
        try (Video video = Video.of(name, pictures)) {
            return use.of(video);
        } catch (VideoException e) {
            throw new RefusedException(e.getMessage());
        }
    }

    /** Pictures of one size in the same form, for a page. */
    public static byte[] bytes(List<Image> pictures, int perSecond) {
        int width = pictures.getFirst().width();
        int height = pictures.getFirst().height();
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + pictures.size() * 3 * width * height).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) pictures.size()).putShort((short) width).putShort((short) height).putShort((short) perSecond);
        pictures.forEach(picture -> bytes.put(picture.data()));
        return bytes.array();
    }
}
