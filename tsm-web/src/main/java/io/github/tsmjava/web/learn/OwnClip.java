package io.github.tsmjava.web.learn;

import io.github.tsmjava.io.Temporary;
import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.web.server.Content;
import io.github.tsmjava.web.server.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A clip of the reader's own: a file, or pictures that the page has recorded. It is looked at, and forgotten. */
public final class OwnClip {

    private static final String NAME = "your clip";
    private static final Limits LIMITS = Limits.USUAL.withBytes(1 << 30).withPixels(1 << 23).withFrames(1 << 14)
            .withTime(Duration.ofMinutes(1));
    private static final int HEADER = 8;
    private static final int MAX_FRAMES = 240;
    private static final int MAX_SIDE = 1024;

    private final Explainer explainer;
    private final Decoder decoder;

    /** @param decoder of files */
    public OwnClip(Explainer explainer, Decoder decoder) {
        this.explainer = explainer;
        this.decoder = decoder;
    }

    /**
     * Looks at a video file of any kind that the decoder reads.
     *
     * @throws RefusedException if it is none
     */
    public Content file(byte[] bytes) throws RefusedException {
        try (Temporary file = Temporary.file()) {
            Files.write(file.path(), bytes);
            try (Video video = Video.open(file.path(), decoder, LIMITS)) {
                return explain(video);
            } catch (VideoException e) {
                throw new RefusedException(e.getMessage().replace(file.path().toString(), NAME));
            }
        } catch (IOException e) {
            throw new RefusedException(NAME + ": cannot be stored on this machine");
        }
    }

    /**
     * Looks at pictures: four unsigned shorts, little-endian, with their number, width, height and how many there are
     * in a second; then the pictures, three bytes a pixel.
     *
     * @throws RefusedException if the bytes are not that
     */
    public Content pictures(byte[] bytes) throws RefusedException {
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
        try (Video video = Video.of(NAME, pictures)) {
            return explain(video);
        } catch (VideoException e) {
            throw new RefusedException(e.getMessage());
        }
    }

    private Content explain(Video video) throws VideoException {
        return Content.json(explainer.explain(video, NAME).json());
    }
}
