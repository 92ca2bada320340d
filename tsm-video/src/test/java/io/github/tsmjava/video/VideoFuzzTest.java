package io.github.tsmjava.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** Any bytes are a video whose frames can be decoded in Java, or are refused in one line, in little time. */
class VideoFuzzTest {

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path folder;

    static Stream<byte[]> files() throws IOException {
        List<byte[]> files = new ArrayList<>();
        files.add(MadeAvi.of(16, 8, jpeg(0xff0000), jpeg(0x00ff00)));
        ByteArrayOutputStream gif = new ByteArrayOutputStream();
        ImageIO.write(Pictures.plain(9, 7, 0x123456), "gif", gif);
        files.add(gif.toByteArray());
        Path file = Files.createTempFile("tsm-fuzz", ".mp4");
        try {
            new MadeH264().frame(MadeH264.keySlice(0, 4), MadeH264.keySlice(4, 2)).frame(MadeH264.skippedSlice(0, 1, 6))
                    .frame(MadeH264.skippedSlice(0, 2, 6)).write(file);
            files.add(Files.readAllBytes(file));
        } finally {
            Files.delete(file);
        }
        return files.stream();
    }

    private static byte[] jpeg(int rgb) throws IOException {
        BufferedImage picture = Pictures.plain(16, 8, rgb);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpg", out);
        return out.toByteArray();
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "1h")
    void video(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("fuzzed.mp4"), bytes);
        long start = System.nanoTime();
        try (Video video = Video.open(file, Decoder.JAVA)) {
            int last = video.frameCount() - 1;
            assertEquals(3, video.frames(0, last / 2, last).size());
        } catch (VideoException e) {
            assertTrue(e.getMessage().startsWith(file + ": ") && e.getMessage().lines().count() == 1, e.getMessage());
        }
        assertTrue(System.nanoTime() - start < 5 * SECOND, "five seconds");
    }
}
