package io.github.tsmjava.video.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.video.ImageFile;
import io.github.tsmjava.video.Pictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTest {

    private static final Image SIX = Pictures.grey(3, 2, 1, 2, 3, 4, 5, 6);

    @TempDir
    Path folder;

    @Test
    void windowsAndMirrors() {
        assertArrayEquals(new int[] {2, 3, 5, 6}, Pictures.reds(SIX.crop(1, 0, 2, 2)));
        assertArrayEquals(new int[] {3, 2, 1, 6, 5, 4}, Pictures.reds(SIX.mirror()));
        assertThrows(IndexOutOfBoundsException.class, () -> SIX.crop(2, 0, 2, 2));
        assertThrows(ShapeException.class, () -> Image.of(3, 2, new byte[17]));
    }

    @Test
    void rotation() {
        assertArrayEquals(new int[] {4, 1, 5, 2, 6, 3}, Pictures.reds(SIX.rotate(1)));
        assertArrayEquals(new int[] {6, 5, 4, 3, 2, 1}, Pictures.reds(SIX.rotate(2)));
        assertArrayEquals(new int[] {3, 6, 2, 5, 1, 4}, Pictures.reds(SIX.rotate(3)));
        assertEquals("2 x 3", SIX.rotate(3).toString());
    }

    @Test
    void greyPicturesKeepTheirValues() throws Exception {
        for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY}) {
            BufferedImage picture = new BufferedImage(256, 1, type);
            for (int x = 0; x < 256; x++) {
                picture.getRaster().setSample(x, 0, 0, type == BufferedImage.TYPE_BYTE_GRAY ? x : x << 8 | 99);
            }
            Path file = folder.resolve(type + ".png");
            Pictures.write(picture, file);
            int[] reds = Pictures.reds(ImageFile.read(file));
            for (int x = 0; x < 256; x++) {
                assertEquals(x, reds[x]);
            }
        }
    }

    @Test
    void transparencyIsDroppedAndPalettesAreLookedUp() throws Exception {
        BufferedImage transparent = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        transparent.setRGB(0, 0, 0x00123456);
        transparent.setRGB(1, 0, 0x80abcdef);
        Pictures.write(transparent, folder.resolve("alpha.png"));
        Image image = ImageFile.read(folder.resolve("alpha.png"));
        assertEquals(0x123456, Pictures.rgb(image, 0, 0));
        assertEquals(0xabcdef, Pictures.rgb(image, 1, 0));

        BufferedImage palette = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED);
        palette.setRGB(0, 0, 0xffff0000);
        palette.setRGB(1, 0, 0xff0000ff);
        Pictures.write(palette, folder.resolve("palette.png"));
        assertEquals(0xff0000, Pictures.rgb(ImageFile.read(folder.resolve("palette.png")), 0, 0));
        assertEquals(0x0000ff, Pictures.rgb(ImageFile.read(folder.resolve("palette.png")), 1, 0));
    }

    @Test
    void damagedFilesGiveOneLine() throws Exception {
        for (String format : new String[] {"png", "jpg"}) {
            Path good = folder.resolve("good." + format);
            Pictures.write(Pictures.plain(64, 48, 0x336699), good);
            byte[] bytes = Files.readAllBytes(good);
            Random random = new Random(7);
            Path bad = folder.resolve("bad." + format);
            for (int round = 0; round < 300; round++) {
                byte[] damaged = round % 3 == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes.clone();
                if (round % 3 != 0) {
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                }
                Files.write(bad, damaged);
                try {
                    assertTrue(ImageFile.read(bad).width() > 0);
                } catch (VideoException e) {
                    assertTrue(e.getMessage().startsWith(bad + ": ") && e.getMessage().lines().count() == 1);
                }
            }
        }
    }

    /** Java's decoder would paint the missing part grey. */
    @Test
    void aTruncatedJpegIsRefused() throws Exception {
        Path file = folder.resolve("whole.jpg");
        Pictures.write(Pictures.plain(64, 48, 0x336699), file);
        byte[] bytes = Files.readAllBytes(file);
        assertEquals(64, ImageFile.read(file).width());
        for (int missing : new int[] {3, 10, 20}) {
            Files.write(file, Arrays.copyOf(bytes, bytes.length - missing));
            assertEquals(file + ": damaged JPEG picture (its end is missing)",
                    assertThrows(VideoException.class, () -> ImageFile.read(file)).getMessage());
        }
    }

    @Test
    void missingAndForeignFiles() throws Exception {
        assertEquals(folder.resolve("none.png") + ": no such file",
                assertThrows(VideoException.class, () -> ImageFile.read(folder.resolve("none.png"))).getMessage());
        Path text = Files.writeString(folder.resolve("text.png"), "not a picture at all");
        assertThrows(VideoException.class, () -> ImageFile.read(text));
        assertThrows(VideoException.class, () -> ImageFile.read(folder));
    }

    @Test
    void hugePicturesAreRefusedBeforeTheyAreDecoded() throws Exception {
        Path file = folder.resolve("huge.png");
        Pictures.write(Pictures.plain(8, 8, 0), file);
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).putInt(16, 1 << 30).putInt(20, 1 << 30);
        CRC32 crc = new CRC32();
        crc.update(bytes, 12, 17);
        ByteBuffer.wrap(bytes).putInt(29, (int) crc.getValue());
        Files.write(file, bytes);
        String message = assertThrows(VideoException.class, () -> ImageFile.read(file)).getMessage();
        assertTrue(message.contains("1073741824 x 1073741824"), message);
    }

    /** Bytes in memory are what the file is; what is wrong with them names no path. */
    @Test
    void bytesOfAFile() throws Exception {
        BufferedImage picture = new BufferedImage(5, 3, BufferedImage.TYPE_3BYTE_BGR);
        picture.setRGB(4, 2, 0x123456);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", png);
        assertArrayEquals(Image.of(picture).data(), ImageFile.decode(png.toByteArray(), Limits.USUAL).data());
        assertEquals("picture: neither a JPEG nor a PNG picture", assertThrows(VideoException.class,
                () -> ImageFile.decode(new byte[40], Limits.USUAL)).getMessage());
    }
}
