package io.github.tsmjava.web.teach;

import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Fewer frames of a video in the same time, spread evenly. */
final class Thinned implements Video {

    private final Video whole;
    private final double rate;
    /** The frames that are left, in their order. */
    private final int[] kept;

    private Thinned(Video whole, double rate, int[] kept) {
        this.whole = whole;
        this.rate = rate;
        this.kept = kept;
    }

    /** At most so many frames a second; the video itself if it has no more, or nothing says how many it has. */
    static Video to(double rate, Video video) {
        double all = video.frameRate().orElse(rate);
        if (all <= rate) {
            return video;
        }
        int count = video.frameCount();
        int left = (int) Math.max(1, Math.round(count * rate / all));
        return new Thinned(video, rate, IntStream.range(0, left).map(i -> (int) ((long) i * count / left)).toArray());
    }

    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public int frameCount() {
        return kept.length;
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
        return whole.frames(Arrays.stream(indices).map(index -> kept[Objects.checkIndex(index, kept.length)]).toArray());
    }

    /** Decodes the video once, in place of as often as frames are asked for. */
    @Override
    public void forEach(int from, int to, FrameConsumer consumer) throws VideoException {
        Objects.checkFromToIndex(from, to, kept.length);
        if (from < to) {
            whole.forEach(kept[from], kept[to - 1] + 1, (index, image) -> {
                int place = Arrays.binarySearch(kept, index);
                if (place >= 0) {
                    consumer.accept(place, image);
                }
            });
        }
    }

    @Override
    public void close() {
        whole.close();
    }
}
