package io.github.tsmjava.train.streams;

import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.resize.Resize;
import io.github.tsmjava.video.transform.Modality;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Clips one after another, each after a plain grey picture, and standing still before and after it is played. The frames
 * of one clip are in memory at a time.
 */
final class ClipStream implements Video {

    /**
     * A clip, and what is shown around it.
     *
     * @param shade  of the grey picture, 0 to 255
     * @param grey   frames of the grey picture
     * @param before frames for which the clip's first one stands still
     * @param played frames of the clip at its speed in the stream, at least 1
     * @param after  frames for which the clip's last one stands still
     */
    record Part(VideoList.Entry clip, int shade, int grey, int before, int played, int after) {

        /** Draws how long each is shown; a quarter of the clips follow without grey, and a quarter begin at once. */
        static Part draw(VideoList.Entry clip, double rate, double seconds, Random random) {
            double grey = random.nextInt(4) == 0 ? 0 : 0.2 + random.nextDouble();
            double before = random.nextInt(4) == 0 ? 0 : 0.2 + 1.8 * random.nextDouble();
            double after = 0.6 + 1.4 * random.nextDouble();
            double length = (0.8 + random.nextDouble()) / 1.3 * seconds;
            int shade = 23 * random.nextInt(12);
            return new Part(clip, shade, (int) Math.ceil(grey * rate), (int) Math.ceil(before * rate),
                    Math.max(1, (int) (length * rate)), (int) Math.ceil(after * rate));
        }

        int frames() {
            return grey + before + played + after;
        }

        /** Which frame of a clip of {@code count} a frame behind the grey ones shows. */
        private int source(int index, int count) {
            int i = Math.max(0, index - grey - before);
            return i < played ? (int) ((long) i * count / played) : count - 1;
        }
    }

    private final String name;
    private final List<Part> parts;
    private final Path root;
    private final Decoder decoder;
    private final int width;
    private final int height;
    private Part shown;
    /** The frames of that part behind the grey ones. */
    private List<Image> images = List.of();

    /**
     * @param root where the clips' paths begin
     * @param size a picture of the size that all frames get
     */
    ClipStream(String name, List<Part> parts, Path root, Decoder decoder, Image size) {
        this.name = name;
        this.parts = parts;
        this.root = root;
        this.decoder = decoder;
        this.width = size.width();
        this.height = size.height();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int frameCount() {
        return parts.stream().mapToInt(Part::frames).sum();
    }

    /** {@code synthetic}. */
    @Override
    public String decoder() {
        return "synthetic";
    }

    @Override
    public List<Image> frames(int... indices) throws VideoException {
        List<Image> frames = new ArrayList<>();
        for (int index : indices) {
            frames.add(frame(index));
        }
        return frames;
    }

    /** Without a batch of frames, which might be of many clips. */
    @Override
    public void forEach(int from, int to, FrameConsumer consumer) throws VideoException {
        Objects.checkFromToIndex(from, to, frameCount());
        for (int index = from; index < to; index++) {
            consumer.accept(index, frame(index));
        }
    }

    private Image frame(int index) throws VideoException {
        int within = Objects.checkIndex(index, frameCount());
        int part = 0;
        while (within >= parts.get(part).frames()) {
            within -= parts.get(part++).frames();
        }
        return frame(parts.get(part), within);
    }

    private Image frame(Part part, int index) throws VideoException {
        if (index < part.grey) {
            byte[] grey = new byte[width * height * 3];
            Arrays.fill(grey, (byte) part.shade);
            return Image.of(width, height, grey);
        }
        if (part != shown) {
            images = List.of();
            images = read(part);
            shown = part;
        }
        return Resize.PIL.to(images.get(index - part.grey), width, height);
    }

    private List<Image> read(Part part) throws VideoException {
        try (Video clip = part.clip.open(root, Modality.RGB, decoder)) {
            int count = clip.frameCount();
            return clip.frames(IntStream.range(part.grey, part.frames()).map(i -> part.source(i, count)).toArray());
        }
    }

    /** Has nothing to release. */
    @Override
    public void close() {
    }
}
