package io.github.tsmjava.web;

import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The clips of the project. */
final class Clip {

    static final Path FOLDER = Path.of("").toAbsolutePath().getParent().resolve("testdata");

    private Clip() {
    }

    static List<Image> frames(String name) throws IOException {
        try (Video video = Video.open(FOLDER.resolve(name), Decoder.JAVA)) {
            return video.frames(IntStream.range(0, video.frameCount()).toArray());
        }
    }
}
