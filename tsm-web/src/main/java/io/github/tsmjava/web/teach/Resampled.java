package io.github.tsmjava.web.teach;

import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** A video with more or fewer frames in the same time: some come again, or are left out. */
final class Resampled implements Video {

    private final Video whole;
    private final double rate;
    /** The frame of the video that each shows. */
    private final int[] shown;

    private Resampled(Video whole, double rate, int[] shown) {
        this.whole = whole;
        this.rate = rate;
        this.shown = shown;
    }

    /** So many frames a second; the video itself if it has as many, or nothing says how many it has. */
    static Video to(double rate, Video video) {
        double all = video.frameRate().orElse(rate);
        if (all == rate) {
            return video;
        }
        int count = video.frameCount();
        int frames = (int) Math.max(1, Math.round(count * rate / all));
        return new Resampled(video, rate, IntStream.range(0, frames).map(i -> (int) ((long) i * count / frames)).toArray());
    }

    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public int frameCount() {
        return shown.length;
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
        return whole.frames(Arrays.stream(indices).map(index -> shown[Objects.checkIndex(index, shown.length)]).toArray());
    }

    /** Decodes the video once, in place of as often as frames are asked for. */
    @Override
    public void forEach(int from, int to, FrameConsumer consumer) throws VideoException {
        Objects.checkFromToIndex(from, to, shown.length);
        if (from < to) {
            whole.forEach(shown[from], shown[to - 1] + 1, (index, image) -> {
                for (int i = from; i < to && shown[i] <= index; i++) {
                    if (shown[i] == index) {
                        consumer.accept(i, image);
                    }
                }
            });
        }
    }

    @Override
    public void close() {
        whole.close();
    }
}
