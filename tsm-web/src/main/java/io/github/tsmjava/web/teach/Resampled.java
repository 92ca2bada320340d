package io.github.tsmjava.web.teach;

import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A video with more or fewer frames in the same time: some come again, or are left out.
 *
 * @param rate frames a second
 */
record Resampled(Video whole, double rate, int frameCount) implements Video {

    /** So many frames a second; the video itself if it has as many, or nothing says how many it has. */
    static Video to(double rate, Video video) {
        double all = video.frameRate().orElse(rate);
        return all == rate ? video : new Resampled(video, rate,
                Math.clamp(Math.round(video.frameCount() * rate / all), 1, Integer.MAX_VALUE));
    }

    /** The frame of the video that a frame shows. */
    private int shown(int index) {
        return (int) ((long) index * whole.frameCount() / frameCount);
    }

    /** The first frame that shows a frame of the video, or a later one. */
    private int first(int shown) {
        return (int) Math.ceilDiv((long) shown * frameCount, whole.frameCount());
    }

    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public OptionalDouble frameRate() {
        return OptionalDouble.of(rate);
    }

    @Override
    public String decoder() {
        return whole.decoder();
    }

    @Override
    public List<Image> frames(int... indices) throws VideoException {
        return whole.frames(Arrays.stream(indices).map(index -> shown(Objects.checkIndex(index, frameCount))).toArray());
    }

    /** Decodes the video once, in place of as often as frames are asked for. */
    @Override
    public void forEach(int from, int to, FrameConsumer consumer) throws VideoException {
        Objects.checkFromToIndex(from, to, frameCount);
        if (from < to) {
            whole.forEach(shown(from), shown(to - 1) + 1, (index, image) -> {
                for (int i = Math.max(from, first(index)); i < Math.min(to, first(index + 1)); i++) {
                    consumer.accept(i, image);
                }
            });
        }
    }

    @Override
    public void close() {
        whole.close();
    }
}
