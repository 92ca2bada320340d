package io.github.tsmjava.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.video.container.VideoTrack;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.jcodec.api.SequenceEncoder;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decodes videos that the test writes itself, so that decoding is tested on a bare machine too. */
class VideoFilesTest {

    private static final int[] COLOURS = {
        0xc02020, 0x20c020, 0x2020c0, 0xc0c020, 0x808080, 0xf0f0f0, 0x101010, 0x20c0c0};

    @TempDir
    Path folder;

    @Test
    void h264InMp4() throws Exception {
        Path file = folder.resolve("made.mp4");
        writeMp4(file);
        try (Video video = Video.open(file, Decoder.JAVA)) {
            assertEquals(COLOURS.length, video.frameCount());
            assertEquals("jcodec", video.decoder());
            List<Image> frames = video.frames(7, 0, 3, 3);
            assertEquals("48 x 32", frames.getFirst().toString());
            // jcodec's encoder uses another colour matrix, roughly.
            assertColour(COLOURS[7], frames.get(0), 24);
            assertColour(COLOURS[0], frames.get(1), 24);
            assertColour(COLOURS[3], frames.get(2), 24);
            assertSame(frames.get(2), frames.get(3));
            assertThrows(IndexOutOfBoundsException.class, () -> video.frames(8));
        }
    }

    @Test
    void rotationOfMp4IsApplied() throws Exception {
        Path file = folder.resolve("made.mp4");
        writeMp4(file);
        byte[] bytes = Files.readAllBytes(file);
        int tkhd = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd");
        int[] quarterTurn = {0, 1 << 16, 0, -(1 << 16), 0, 0};
        for (int i = 0; i < quarterTurn.length; i++) {
            ByteBuffer.wrap(bytes).putInt(tkhd + 4 + 40 + 4 * i, quarterTurn[i]);
        }
        Files.write(file, bytes);
        try (Video video = Video.open(file, Decoder.JAVA)) {
            assertEquals("32 x 48", video.frames(2).getFirst().toString());
        }
    }

    @Test
    void motionJpegInAvi() throws Exception {
        Path file = folder.resolve("made.avi");
        Files.write(file, avi(false));
        try (Video video = Video.open(file, Decoder.JAVA)) {
            assertEquals(COLOURS.length, video.frameCount());
            assertEquals("imageio", video.decoder());
            List<Image> frames = video.frames(5, 2);
            assertColour(COLOURS[5], frames.get(0), 4);
            assertColour(COLOURS[2], frames.get(1), 4);
        }
    }

    @Test
    void motionJpegWithoutHuffmanTables() throws Exception {
        Path file = folder.resolve("made.avi");
        Files.write(file, avi(true));
        try (Video video = Video.open(file, Decoder.JAVA)) {
            assertColour(COLOURS[1], video.frames(1).getFirst(), 4);
        }
    }

    @Test
    void gifFramesAreDrawnOneOverTheOther() throws Exception {
        Path file = folder.resolve("made.gif");
        // A full frame, a patch that stays, a patch that is taken back, a patch that leaves the background.
        writeGif(file,
                new GifFrame(0, 0, Pictures.plain(8, 8, 0xff0000), "none"),
                new GifFrame(2, 2, Pictures.plain(2, 2, 0x0000ff), "doNotDispose"),
                new GifFrame(4, 4, Pictures.plain(2, 2, 0x00ff00), "restoreToPrevious"),
                new GifFrame(0, 0, Pictures.plain(1, 1, 0x000000), "restoreToBackgroundColor"),
                new GifFrame(7, 7, Pictures.plain(1, 1, 0x000000), "none"));
        try (Video video = Video.open(file, Decoder.JAVA)) {
            assertEquals(5, video.frameCount());
            List<Image> frames = video.frames(4, 2, 3);
            assertEquals(0x0000ff, Pictures.rgb(frames.get(1), 3, 3));
            assertEquals(0x00ff00, Pictures.rgb(frames.get(1), 5, 5));
            assertEquals(0xff0000, Pictures.rgb(frames.get(2), 5, 5));
            assertEquals(0x000000, Pictures.rgb(frames.get(2), 0, 0));
            assertEquals(0xffffff, Pictures.rgb(frames.get(0), 0, 0));
            assertEquals(0x0000ff, Pictures.rgb(frames.get(0), 2, 2));
        }
    }

    @Test
    void framesAreShownInTheOrderOfTheirTimes() {
        long[] times = {2, 6, 4, 3, 5};
        assertArrayEquals(new int[] {0, 3, 2, 4, 1}, VideoTrack.displayOrder(times, 2, 7));
        assertArrayEquals(new int[] {3, 2, 4}, VideoTrack.displayOrder(times, 3, 6));
    }

    @Test
    void openGroupsOfPicturesNeedTheGroupBefore() {
        boolean[] keys = {true, false, false, true, false, false};
        long[] times = {0, 2, 1, 5, 4, 6};
        VideoTrack track = new VideoTrack("avc1", 32, new byte[0], 0, new long[6], new int[6], times, 0, keys,
                new int[6]);
        assertEquals(3, track.keyBefore(5));
        assertEquals(0, track.keyBefore(4));
        assertEquals(3, track.keyBefore(3));
        assertEquals(0, track.keyBefore(2));
    }

    @Test
    void whatIsNoVideoIsRefused() throws Exception {
        Path text = Files.writeString(folder.resolve("text.mp4"), "this is not a video, whatever its name says");
        for (Decoder decoder : Decoder.values()) {
            VideoException e = assertThrows(VideoException.class, () -> Video.open(text, decoder));
            assertTrue(e.getMessage().startsWith(text + ": ") && e.getMessage().lines().count() == 1, e.getMessage());
            assertThrows(VideoException.class, () -> Video.open(folder.resolve("none.mp4"), decoder));
        }
        Path empty = Files.createFile(folder.resolve("empty.mp4"));
        assertThrows(VideoException.class, () -> Video.open(empty, Decoder.JAVA));
        assertTrue(Video.isVideo(text));
        assertTrue(!Video.isVideo(folder) && !Video.isVideo(folder.resolve("none.mp4")));
    }

    private static void assertColour(int expected, Image image, int tolerance) {
        int actual = Pictures.rgb(image, image.width() / 2, image.height() / 2);
        for (int shift = 0; shift <= 16; shift += 8) {
            assertEquals(expected >> shift & 0xff, actual >> shift & 0xff, tolerance,
                    "%06x against %06x".formatted(actual, expected));
        }
    }

    private static void writeMp4(Path file) throws Exception {
        SequenceEncoder encoder = SequenceEncoder.create25Fps(file.toFile());
        for (int colour : COLOURS) {
            Picture picture = Picture.create(48, 32, ColorSpace.RGB);
            for (int i = 0; i < picture.getPlaneData(0).length; i++) {
                picture.getPlaneData(0)[i] = (byte) ((colour >> 16 - i % 3 * 8 & 0xff) - 128);
            }
            encoder.encodeNativeFrame(picture);
        }
        encoder.finish();
    }

    private static byte[] avi(boolean withoutTables) throws Exception {
        List<byte[]> pictures = new ArrayList<>();
        for (int colour : COLOURS) {
            ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
            ImageIO.write(Pictures.plain(48, 32, colour), "jpg", jpeg);
            pictures.add(withoutTables ? dropHuffmanTables(jpeg.toByteArray()) : jpeg.toByteArray());
        }
        return MadeAvi.of(48, 32, pictures.toArray(byte[][]::new));
    }

    private static byte[] dropHuffmanTables(byte[] jpeg) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        kept.write(jpeg, 0, 2);
        int position = 2;
        while ((jpeg[position + 1] & 0xff) != 0xda) {
            int length = 2 + ((jpeg[position + 2] & 0xff) << 8 | jpeg[position + 3] & 0xff);
            if ((jpeg[position + 1] & 0xff) != 0xc4) {
                kept.write(jpeg, position, length);
            }
            position += length;
        }
        kept.write(jpeg, position, jpeg.length - position);
        return kept.toByteArray();
    }

    private record GifFrame(int left, int top, BufferedImage picture, String disposal) {
    }

    private static void writeGif(Path file, GifFrame... frames) throws Exception {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (GifFrame frame : frames) {
                BufferedImage indexed = new BufferedImage(frame.picture.getWidth(), frame.picture.getHeight(),
                        BufferedImage.TYPE_BYTE_INDEXED);
                indexed.createGraphics().drawImage(frame.picture, 0, 0, null);
                IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(indexed), null);
                IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree("javax_imageio_gif_image_1.0");
                IIOMetadataNode place = (IIOMetadataNode) root.getElementsByTagName("ImageDescriptor").item(0);
                place.setAttribute("imageLeftPosition", Integer.toString(frame.left));
                place.setAttribute("imageTopPosition", Integer.toString(frame.top));
                place.setAttribute("interlaceFlag", "FALSE");
                ((IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0))
                        .setAttribute("disposalMethod", frame.disposal);
                metadata.setFromTree("javax_imageio_gif_image_1.0", root);
                writer.writeToSequence(new IIOImage(indexed, null, metadata), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }
}
