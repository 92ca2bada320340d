package io.github.tsmjava.video;

import io.github.tsmjava.video.image.FrameReader;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.util.List;
import java.util.OptionalDouble;

/** A video that a decoder reads. */
record OpenedVideo(FrameReader reader) implements Video {

    static Video of(FrameReader reader) {
        return new OpenedVideo(reader);
    }

    @Override
    public String name() {
        return reader.name();
    }

    @Override
    public int frameCount() {
        return reader.frameCount();
    }

    @Override
    public OptionalDouble frameRate() {
        return reader.frameRate();
    }

    @Override
    public OptionalDouble time(int index) {
        return reader.time(index);
    }

    @Override
    public String decoder() {
        return reader.decoder();
    }

    @Override
    public List<Image> frames(int... indices) throws VideoException {
        return reader.frames(indices);
    }

    @Override
    public void forEach(int from, int to, FrameConsumer consumer) throws VideoException {
        reader.forEach(from, to, consumer);
    }

    @Override
    public void close() {
        reader.close();
    }
}
