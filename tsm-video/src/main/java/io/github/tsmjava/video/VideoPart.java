package io.github.tsmjava.video;

import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/** Consecutive frames of another video. */
record VideoPart(Video whole, int offset, int frameCount) implements Video {

    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public OptionalDouble frameRate() {
        return whole.frameRate();
    }

    @Override
    public OptionalDouble time(int index) {
        OptionalDouble begin = whole.time(offset);
        return begin.isPresent() ? OptionalDouble.of(whole.time(offset + index).getAsDouble() - begin.getAsDouble())
                : begin;
    }

    @Override
    public String decoder() {
        return whole.decoder();
    }

    @Override
    public List<Image> frames(int... indices) throws VideoException {
        return whole.frames(Arrays.stream(indices)
                .map(index -> offset + Objects.checkIndex(index, frameCount)).toArray());
    }

    @Override
    public void forEach(int from, int to, FrameConsumer consumer) throws VideoException {
        Objects.checkFromToIndex(from, to, frameCount);
        whole.forEach(offset + from, offset + to, (index, image) -> consumer.accept(index - offset, image));
    }

    @Override
    public void close() {
        whole.close();
    }
}
