package io.github.tsmjava.video.image;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Gives the frames of a clip, by number or all of them: what {@link io.github.tsmjava.video.Video} promises. */
public interface FrameReader extends AutoCloseable {

    /** The file or folder as it was named, or what a video in memory is called. */
    String name();

    int frameCount();

    /**
     * Frames a second, as the file says; the average where that varies. Empty where nothing says it, as for a folder of
     * pictures, or where no video has such a rate.
     */
    default OptionalDouble frameRate() {
        return OptionalDouble.empty();
    }

    /**
     * When a frame is shown, in seconds from the first one; never earlier than the frame before. By the average rate
     * where the file says no more, and empty where it says no {@link #frameRate} either.
     *
     * @param index 0-based
     */
    default OptionalDouble time(int index) {
        OptionalDouble rate = frameRate();
        return rate.isPresent() ? OptionalDouble.of(index / rate.getAsDouble()) : rate;
    }

    /**
     * What reads it: {@code jcodec}, {@code imageio} (MJPEG), {@code gif}, {@code ffmpeg}, {@code frames},
     * {@code memory} or {@code synthetic}.
     */
    String decoder();

    /**
     * Fetches frames; no more than needed is decoded and kept.
     *
     * @param indices 0-based, in any order; a repeated index gives the same image again
     * @throws VideoException            if a frame cannot be decoded
     * @throws IndexOutOfBoundsException if an index is not below {@link #frameCount}
     */
    List<Image> frames(int... indices) throws VideoException;

    /** Takes the frames of a video one by one. */
    @FunctionalInterface
    interface FrameConsumer {

        /** @param index 0-based, in the order of display */
        void accept(int index, Image image);
    }

    /**
     * Decodes the whole video, each frame once, and keeps none of them. Frames may come in the order of decoding, which
     * need not be that of display. If decoding has to begin anew with another decoder, frames come again.
     *
     * @throws VideoException if a frame cannot be decoded
     */
    default void forEach(FrameConsumer consumer) throws VideoException {
        forEach(0, frameCount(), consumer);
    }

    /**
     * The same for some consecutive frames; as little as possible of what is in front of them is decoded.
     *
     * @param from the first of them
     * @param to   the one behind the last
     * @throws VideoException            if a frame cannot be decoded
     * @throws IndexOutOfBoundsException if these are no frames of the video
     */
    default void forEach(int from, int to, FrameConsumer consumer) throws VideoException {
        Objects.checkFromToIndex(from, to, frameCount());
        int atOnce = 32;
        for (int first = from; first < to; first += atOnce) {
            int[] indices = IntStream.range(first, Math.min(to, first + atOnce)).toArray();
            List<Image> images = frames(indices);
            for (int i = 0; i < indices.length; i++) {
                consumer.accept(indices[i], images.get(i));
            }
        }
    }

    /**
     * The same in the order of display, each frame once: as a viewer sees the video. Of a video that is decoded in
     * another order, a few frames are held.
     *
     * @throws VideoException if a frame cannot be decoded
     */
    default void play(FrameConsumer consumer) throws VideoException {
        DisplayOrder.play(this, consumer);
    }

    /**
     * The same for some consecutive frames.
     *
     * @param from the first of them
     * @param to   the one behind the last
     * @throws VideoException            if a frame cannot be decoded
     * @throws IndexOutOfBoundsException if these are no frames of the video
     */
    default void play(int from, int to, FrameConsumer consumer) throws VideoException {
        DisplayOrder.play(this, from, to, consumer);
    }

    @Override
    void close();
}
