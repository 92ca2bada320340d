package io.github.tsmjava.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.guard.StoppedException;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures, and what only has the name of one, that would never end or fill the memory. */
class HostilePicturesTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    @Test
    void pipesAndDevicesAreNotOpened() throws Exception {
        Path pipe = folder.resolve("1.jpg");
        Assumptions.assumeTrue(isMade("mkfifo", pipe.toString()), "no mkfifo");
        assertTrue(refuse().contains("not a regular file"));
        Files.delete(pipe);
        Path device = Path.of("/dev/zero");
        Assumptions.assumeTrue(Files.exists(device), "no /dev/zero");
        Files.createSymbolicLink(folder.resolve("1.png"), device);
        assertTrue(refuse().contains("not a regular file"));
    }

    private static boolean isMade(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void linksToPicturesAreFollowed() throws Exception {
        Path picture = folder.resolve("picture");
        ImageIO.write(Pictures.plain(4, 3, 0x808080), "png", picture.toFile());
        Files.createSymbolicLink(folder.resolve("1.png"), picture);
        assertEquals("4 x 3", Video.open(folder, Decoder.JAVA).frames(0).getFirst().toString());
    }

    @Test
    void filesOverTheLimitAreNotRead() throws Exception {
        Files.write(folder.resolve("1.jpg"), new byte[10_000]);
        String message = assertThrows(VideoException.class,
                () -> Video.open(folder, Decoder.JAVA, Limits.USUAL.withBytes(9_999)).frames(0)).getMessage();
        assertTrue(message.endsWith("a picture file of more than 9999 bytes"), message);
    }

    @Test
    void limitsOfPixelsAndFramesHold() throws Exception {
        for (int number = 1; number <= 3; number++) {
            Pictures.write(Pictures.plain(40, 30, number), folder.resolve(number + ".png"));
        }
        Limits few = Limits.USUAL.withFrames(2);
        assertThrows(VideoException.class, () -> Video.open(folder, Decoder.JAVA, few));
        assertThrows(VideoException.class, () -> Video.openFlow(folder, few));
        Limits small = Limits.USUAL.withPixels(1199);
        assertThrows(VideoException.class, () -> Video.open(folder, Decoder.JAVA, small).frames(0));
        assertThrows(VideoException.class, () -> ImageFile.read(folder.resolve("1.png"), small));
        Limits two = Limits.USUAL.withBytes(3 * 3600 - 1);
        Video.open(folder, Decoder.JAVA, two).frames(0, 1, 0, 1);
        assertThrows(VideoException.class, () -> Video.open(folder, Decoder.JAVA, two).frames(0, 1, 2));
    }

    @Test
    void progressivePicturesWithThousandScansAreRefused() throws Exception {
        assertTrue(refuse(SharedMaterial.find("hostile/progressive-scans")).contains("1001 scans"));
    }

    @Test
    void scansAreCountedBeforeTheyAreDecoded() throws Exception {
        byte[] jpeg = progressive();
        Path file = folder.resolve("1.jpg");
        Files.write(file, jpeg);
        assertEquals("64 x 48", ImageFile.read(file).toString());
        // The last scan again and again; its data end with the picture.
        int last = new String(jpeg, StandardCharsets.ISO_8859_1).lastIndexOf("\u00ff\u00da");
        ByteArrayOutputStream repeated = new ByteArrayOutputStream();
        repeated.write(jpeg, 0, last);
        for (int i = 0; i < 300; i++) {
            repeated.write(jpeg, last, jpeg.length - 2 - last);
        }
        repeated.write(jpeg, jpeg.length - 2, 2);
        Files.write(file, repeated.toByteArray());
        assertTrue(refuse().contains("scans, allowed are 200"));
        // The same in a video.
        Path video = Files.write(folder.resolve("made.avi"), MadeAvi.of(64, 48, repeated.toByteArray()));
        VideoException e = assertThrows(VideoException.class, () -> Video.open(video, Decoder.JAVA).frames(0));
        assertTrue(e.getMessage().contains("scans, allowed are 200"), e.getMessage());
    }

    private static byte[] progressive() throws Exception {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(Pictures.plain(64, 48, 0x336699), null, null), settings);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** A text of 1 GB that is packed in 5 MB, in a picture with a palette, of which ImageIO reads all texts. */
    @Test
    void packedTextsOfPicturesAreNotUnpacked() throws Exception {
        Path file = folder.resolve("1.png");
        BufferedImage palette = new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_INDEXED);
        palette.setRGB(1, 1, 0xffff0000);
        Pictures.write(palette, file);
        byte[] png = Files.readAllBytes(file);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes("zTXta\0\0".getBytes(StandardCharsets.ISO_8859_1));
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream packed = new DeflaterOutputStream(text, fast)) {
            for (int i = 0; i < 1000; i++) {
                packed.write(new byte[1 << 20]);
            }
        }
        fast.end();
        CRC32 crc = new CRC32();
        crc.update(text.toByteArray());
        int behindHeader = 8 + 25;
        Files.write(file, ByteBuffer.allocate(png.length + text.size() + 8).put(png, 0, behindHeader)
                .putInt(text.size() - 4).put(text.toByteArray()).putInt((int) crc.getValue())
                .put(png, behindHeader, png.length - behindHeader).array());
        Image image = assertTimeoutPreemptively(SOON, () -> ImageFile.read(file));
        assertEquals(0xff0000, Pictures.rgb(image, 1, 1));
    }

    @Test
    void theTimeLimitHoldsForAllPicturesTogether() throws Exception {
        for (int number = 0; number < 50; number++) {
            Path file = folder.resolve(number + ".png");
            if (number == 0) {
                Pictures.write(Pictures.plain(2000, 1500, number), file);
            } else {
                Files.copy(folder.resolve("0.png"), file);
            }
        }
        int[] all = IntStream.range(0, 50).toArray();
        Video video = Video.open(folder, Decoder.JAVA, Limits.USUAL.withTime(Duration.ofMillis(300)));
        long start = System.nanoTime();
        assertThrows(StoppedException.class, () -> video.frames(all));
        assertTrue(System.nanoTime() - start < 1_300_000_000L);
        Leaks.assertNoDecoder();
    }

    private String refuse() {
        return refuse(folder);
    }

    private static String refuse(Path frames) {
        return assertTimeoutPreemptively(SOON, () -> assertThrows(VideoException.class, () -> {
            try (Video video = Video.open(frames, Decoder.JAVA)) {
                video.frames(0);
            }
        }).getMessage());
    }
}
