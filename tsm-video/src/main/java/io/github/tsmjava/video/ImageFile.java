package io.github.tsmjava.video;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.guard.Deadline;
import io.github.tsmjava.video.guard.Guard;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.picture.ImageDecoder;
import java.nio.file.Path;

/**
 * Reads JPEG and PNG pictures. Grey and palette pictures become RGB, transparency is dropped, colour profiles and EXIF
 * orientation are ignored, as Pillow's {@code convert("RGB")} does.
 */
public final class ImageFile {

    /** Stands for the name of a file in messages about bytes that came from elsewhere. */
    private static final Path IN_MEMORY = Path.of("picture");

    private ImageFile() {
    }

    /**
     * Reads a file.
     *
     * @throws VideoException if the file cannot be read, is damaged, is of another kind or is too large
     */
    public static Image read(Path file) throws VideoException {
        return read(file, Limits.USUAL);
    }

    /** The same with other limits than {@link Limits#USUAL}. */
    public static Image read(Path file, Limits limits) throws VideoException {
        return Guard.run(file, Deadline.in(limits.time()), () -> ImageDecoder.read(file, limits));
    }

    /**
     * Decodes the bytes of a file, such as a browser or a camera sends. The end of a JPEG may be missing.
     *
     * @throws VideoException if they are neither a JPEG nor a PNG picture, are damaged or too large
     */
    public static Image decode(byte[] bytes, Limits limits) throws VideoException {
        return Guard.run(IN_MEMORY, Deadline.in(limits.time()), () -> ImageDecoder.decode(IN_MEMORY, bytes, limits));
    }
}
