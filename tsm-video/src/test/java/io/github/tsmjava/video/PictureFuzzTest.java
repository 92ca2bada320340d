package io.github.tsmjava.video;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.tsmjava.video.image.VideoException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are a picture in a folder of frames, or are refused in one line, in little time. */
class PictureFuzzTest {

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path folder;

    static Stream<byte[]> files() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_BYTE_INDEXED}) {
            BufferedImage picture = new BufferedImage(13, 9, type);
            picture.setRGB(3, 4, 0xffff8000);
            for (String format : type == BufferedImage.TYPE_BYTE_INDEXED ? List.of("png") : List.of("png", "jpg")) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                ImageIO.write(picture, format, out);
                files.add(out.toByteArray());
            }
        }
        return files.stream();
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "1h")
    void picture(byte[] bytes) throws IOException {
        Path frames = Files.createDirectories(folder.resolve("frames"));
        Files.write(frames.resolve("img_00001.jpg"), bytes);
        long start = System.nanoTime();
        try (Video video = Video.open(frames, Decoder.JAVA)) {
            video.frames(0);
        } catch (VideoException e) {
            assertTrue(e.getMessage().startsWith(folder.toString()) && e.getMessage().lines().count() == 1,
                    e.getMessage());
        }
        assertTrue(System.nanoTime() - start < 5 * SECOND, "five seconds");
    }
}
