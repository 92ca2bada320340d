package io.github.tsmjava.video.picture;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.guard.FrameSet;
import io.github.tsmjava.video.guard.GuardedInput;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;

/** JPEG and PNG to RGB through ImageIO, with limits, without its disk cache and without its colour management. */
public final class ImageDecoder {

    private static final long MAX_FILE_SIZE = 1L << 28;
    /** What Java's reader warns of, in English always, when a file ends early and the rest is left grey. */
    private static final String TRUNCATED = "Truncated File";

    private ImageDecoder() {
    }

    /** Reads a picture file; only within {@link io.github.tsmjava.video.guard.Guard}, like {@link #decode}. */
    public static Image read(Path file, Limits limits) throws VideoException {
        try {
            return decode(file, bytes(file, Math.min(MAX_FILE_SIZE, limits.bytes())), true, limits);
        } catch (VideoException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new VideoException(file, "no such file", e);
        } catch (IOException e) {
            throw new VideoException(file, "cannot be read: " + VideoException.reason(e), e);
        }
    }

    /** A pipe or device may have a picture's name, and a file may grow: what a file says of its size is not enough. */
    private static byte[] bytes(Path file, long most) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new VideoException(file, "cannot be read: not a regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((int) most + 1);
            if (bytes.length > most) {
                throw new VideoException(file, "a picture file of more than %d bytes".formatted(most));
            }
            return bytes;
        }
    }

    /**
     * Decodes a JPEG or PNG picture that belongs to the named file. The end of a JPEG may be missing: some cameras
     * leave the marker out of the pictures of a video.
     */
    public static Image decode(Path file, byte[] bytes, Limits limits) throws VideoException {
        return decode(file, bytes, false, limits);
    }

    private static Image decode(Path file, byte[] bytes, boolean needsEnd, Limits limits)
            throws VideoException {
        String format = format(bytes);
        if (format == null) {
            throw new VideoException(file, "neither a JPEG nor a PNG picture");
        }
        if (format.equals("JPEG")) {
            JpegScans.check(file, bytes);
        }
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        if (!readers.hasNext()) {
            throw new VideoException(file, "this Java runtime cannot read " + format + " pictures");
        }
        ImageReader reader = readers.next();
        try {
            reader.setInput(new GuardedInput(format.equals("PNG") ? PngChunks.needed(bytes) : bytes), true, true);
            Image.requireAllowed(file, "a picture", reader.getWidth(0), reader.getHeight(0), limits);
            FrameSet.requireRoom(file, room(reader), limits);
            AtomicBoolean truncated = new AtomicBoolean();
            reader.addIIOReadWarningListener((source, warning) -> {
                if (warning.startsWith(TRUNCATED)) {
                    truncated.set(true);
                }
            });
            Image image = Image.of(reader.read(0));
            if (needsEnd && truncated.get()) {
                throw new VideoException(file, "damaged " + format + " picture (its end is missing)");
            }
            return image;
        } catch (VideoException e) {
            throw e;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // ImageIO answers damaged files with anything from IIOException to NegativeArraySizeException.
            throw new VideoException(file, "damaged " + format + " picture (" + VideoException.reason(e) + ")", e);
        } finally {
            reader.dispose();
        }
    }

    /** The picture as it is stored, with up to eight bytes a pixel, and as RGB. */
    private static long room(ImageReader reader) throws IOException {
        ImageTypeSpecifier stored = reader.getRawImageType(0);
        long bits = 24 + (stored == null ? 24 : stored.getColorModel().getPixelSize());
        return bits / 8 * reader.getWidth(0) * reader.getHeight(0);
    }

    private static String format(byte[] bytes) {
        if (bytes.length > 2 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xd8) {
            return "JPEG";
        }
        if (bytes.length > 4 && (bytes[0] & 0xff) == 0x89 && bytes[1] == 'P' && bytes[2] == 'N' && bytes[3] == 'G') {
            return "PNG";
        }
        return null;
    }
}
