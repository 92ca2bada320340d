package io.github.tsmjava.video.image;

import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Brings frames that come in the order of decoding into that of display. A frame that comes early is held until those
 * before it have come. Codecs hold back sixteen frames at most; a file may claim more, so where too many would be held,
 * the one that all wait for is fetched by its number.
 */
final class DisplayOrder implements FrameReader.FrameConsumer {

    private static final int MOST_HELD = 16;

    private final FrameReader video;
    private final FrameReader.FrameConsumer consumer;
    private final Map<Integer, Image> early = new HashMap<>();
    private int next;

    private DisplayOrder(FrameReader video, int first, FrameReader.FrameConsumer consumer) {
        this.video = video;
        this.consumer = consumer;
        next = first;
    }

    static void play(FrameReader video, FrameReader.FrameConsumer consumer) throws VideoException {
        play(() -> video.forEach(new DisplayOrder(video, 0, consumer)));
    }

    static void play(FrameReader video, int from, int to, FrameReader.FrameConsumer consumer) throws VideoException {
        play(() -> video.forEach(from, to, new DisplayOrder(video, from, consumer)));
    }

    /** A loop over frames. */
    private interface Loop {
        void run() throws VideoException;
    }

    private static void play(Loop loop) throws VideoException {
        try {
            loop.run();
        } catch (UnfetchedException e) {
            throw e.reason;
        }
    }

    /** Takes each frame once, whether it comes again or not. */
    @Override
    public void accept(int index, Image image) {
        if (index > next) {
            early.put(index, image);
            while (early.size() > MOST_HELD) {
                show(fetch(next));
            }
        } else if (index == next) {
            show(image);
        }
    }

    private void show(Image image) {
        for (Image shown = image; shown != null; shown = early.remove(next)) {
            consumer.accept(next++, shown);
        }
    }

    private Image fetch(int index) {
        try {
            return video.frames(index).getFirst();
        } catch (VideoException e) {
            throw new UnfetchedException(e);
        }
    }

    /** Carries what a consumer may not throw out of the loop over the frames. */
    private static final class UnfetchedException extends UncheckedIOException {

        private static final long serialVersionUID = 1L;

        private final transient VideoException reason;

        UnfetchedException(VideoException reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
