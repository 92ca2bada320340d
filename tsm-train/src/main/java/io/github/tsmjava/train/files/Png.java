package io.github.tsmjava.train.files;

import io.github.tsmjava.io.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures in files, never half written. */
public final class Png {

    private Png() {
    }

    /** @throws IOException in one line, if the file cannot be written */
    public static void write(Path file, BufferedImage image) throws IOException {
        AtomicFile.write(file, channel -> {
            // Java's own way would need a temporary folder.
            try (ImageOutputStream out = new MemoryCacheImageOutputStream(Channels.newOutputStream(channel))) {
                ImageIO.write(image, "png", out);
            }
        });
    }
}
