package io.github.tsmjava.video.container;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.ffmpeg.NeedsFfmpegException;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.picture.ImageDecoder;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;

/** Motion JPEG samples through ImageIO: each is a picture of its own. */
public final class JpegFrames implements FrameDecoder {

    private static final int START_OF_IMAGE = 0xd8;
    private static final int HUFFMAN_TABLES = 0xc4;
    private static final int START_OF_SCAN = 0xda;
    private static final byte[] STANDARD_TABLES = standardTables();

    private final Path file;
    private final int height;
    private final Limits limits;

    /** @param height rows of a frame according to the container */
    public JpegFrames(Path file, int height, Limits limits) {
        this.file = file;
        this.height = height;
        this.limits = limits;
    }

    @Override
    public Image decode(byte[] sample, boolean wanted) throws VideoException {
        if (!wanted) {
            return null;
        }
        Image image = ImageDecoder.decode(file, withTables(sample), limits);
        if (image.height() != height) {
            throw new NeedsFfmpegException(file, "Motion JPEG pictures of %d rows in a video of %d (interlaced?)"
                    .formatted(image.height(), height));
        }
        return image;
    }

    /** A frame is seldom wider than twice its height. */
    @Override
    public int pixels() {
        long rows = Math.clamp(height, 1, Image.MAX_SIDE);
        return (int) Math.min(2 * rows * rows, limits.pixels());
    }

    /** Motion JPEG may leave out the Huffman tables and mean the standard ones; a still picture needs them. */
    private static byte[] withTables(byte[] jpeg) {
        int position = 2;
        while (position + 4 <= jpeg.length && (jpeg[position] & 0xff) == 0xff) {
            int marker = jpeg[position + 1] & 0xff;
            if (marker == HUFFMAN_TABLES || marker == START_OF_IMAGE) {
                return jpeg;
            }
            if (marker == START_OF_SCAN) {
                ByteArrayOutputStream complete = new ByteArrayOutputStream(jpeg.length + STANDARD_TABLES.length);
                complete.write(jpeg, 0, position);
                complete.writeBytes(STANDARD_TABLES);
                complete.write(jpeg, position, jpeg.length - position);
                return complete.toByteArray();
            }
            position += 2 + ((jpeg[position + 2] & 0xff) << 8 | jpeg[position + 3] & 0xff);
        }
        return jpeg;
    }

    /** The tables of ITU-T T.81, annex K.3, as a segment. */
    private static byte[] standardTables() {
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        segment.writeBytes(new byte[] {(byte) 0xff, (byte) HUFFMAN_TABLES, 0, 0});
        writeTable(segment, 0x00, JPEGHuffmanTable.StdDCLuminance);
        writeTable(segment, 0x01, JPEGHuffmanTable.StdDCChrominance);
        writeTable(segment, 0x10, JPEGHuffmanTable.StdACLuminance);
        writeTable(segment, 0x11, JPEGHuffmanTable.StdACChrominance);
        byte[] bytes = segment.toByteArray();
        bytes[2] = (byte) (bytes.length - 2 >> 8);
        bytes[3] = (byte) (bytes.length - 2);
        return bytes;
    }

    private static void writeTable(ByteArrayOutputStream out, int place, JPEGHuffmanTable table) {
        byte[] counts = new byte[16];
        short[] lengths = table.getLengths();
        for (int i = 0; i < lengths.length; i++) {
            counts[i] = (byte) lengths[i];
        }
        out.write(place);
        out.writeBytes(counts);
        for (short value : table.getValues()) {
            out.write(value);
        }
    }
}
