package io.github.tsmjava.video;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.video.image.Image;
import java.util.Arrays;
import java.util.List;

/** Pictures that are in memory already. */
record MemoryVideo(String name, List<Image> images) implements Video {

    MemoryVideo {
        images = List.copyOf(images);
        ShapeException.require(!images.isEmpty(), "%s: a video without pictures", name);
        for (Image image : images) {
            ShapeException.require(image.sameSize(images.getFirst()), "%s: pictures of %s and of %s pixels",
                    name, images.getFirst(), image);
        }
    }

    @Override
    public int frameCount() {
        return images.size();
    }

    @Override
    public String decoder() {
        return "memory";
    }

    @Override
    public List<Image> frames(int... indices) {
        return Arrays.stream(indices).mapToObj(images::get).toList();
    }

    /** Has nothing to release. */
    @Override
    public void close() {
    }
}
