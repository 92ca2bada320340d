package io.github.tsmjava.video.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Pictures;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameFolderTest {

    @TempDir
    Path folder;

    @Test
    void framesComeInNaturalOrder() throws Exception {
        for (int number : new int[] {1, 2, 9, 10, 11, 100}) {
            Pictures.write(Pictures.plain(4, 3, number), folder.resolve("img_" + number + ".png"));
        }
        Files.writeString(folder.resolve("readme.txt"), "not a frame");
        try (Video video = Video.open(folder, Decoder.AUTO)) {
            assertEquals(6, video.frameCount());
            assertEquals("frames", video.decoder());
            List<Image> frames = video.frames(5, 3, 0, 5);
            assertEquals(100, Pictures.rgb(frames.get(0), 0, 0));
            assertEquals(10, Pictures.rgb(frames.get(1), 0, 0));
            assertEquals(1, Pictures.rgb(frames.get(2), 0, 0));
            assertSame(frames.get(0), frames.get(3));
            assertThrows(IndexOutOfBoundsException.class, () -> video.frames(6));
        }
    }

    @Test
    void framesOfDifferentSizeAreRefused() throws Exception {
        Pictures.write(Pictures.plain(4, 3, 1), folder.resolve("1.png"));
        Pictures.write(Pictures.plain(4, 4, 1), folder.resolve("2.png"));
        String message = assertThrows(VideoException.class,
                () -> Video.open(folder, Decoder.JAVA).frames(0, 1)).getMessage();
        assertTrue(message.contains("4 x 3") && message.contains("4 x 4"), message);
    }

    @Test
    void emptyAndMissingFolders() {
        assertThrows(VideoException.class, () -> Video.open(folder, Decoder.AUTO));
        assertThrows(VideoException.class, () -> Video.open(folder.resolve("none"), Decoder.AUTO));
    }

    @Test
    void flowPairsLieBesideRgbFrames() throws Exception {
        for (int number = 1; number <= 3; number++) {
            String ending = "_0000%d.png".formatted(number);
            Pictures.write(Pictures.plain(4, 3, 0x010101 * number), folder.resolve("flow_x" + ending));
            Pictures.write(Pictures.plain(4, 3, 0x0a0a0a * number), folder.resolve("flow_y" + ending));
            Pictures.write(Pictures.plain(4, 3, 0xff0000), folder.resolve("img" + ending));
        }
        try (Video flow = Video.openFlow(folder); Video rgb = Video.open(folder, Decoder.AUTO)) {
            assertEquals(3, flow.frameCount());
            assertEquals(0x021400, Pictures.rgb(flow.frames(1).getFirst(), 0, 0));
            assertEquals(3, rgb.frameCount());
            assertEquals(0xff0000, Pictures.rgb(rgb.frames(1).getFirst(), 0, 0));
        }
    }

    @Test
    void flowAndSinglePicturesAreExpectedInFolders() throws Exception {
        Path picture = folder.resolve("frame.png");
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
        for (Decoder decoder : List.of(Decoder.AUTO, Decoder.JAVA)) {
            String message = assertThrows(VideoException.class, () -> Video.open(picture, decoder)).getMessage();
            assertTrue(message.contains("a single picture"), message);
        }
        String message = assertThrows(VideoException.class, () -> Video.openFlow(picture)).getMessage();
        assertTrue(message.contains("read from a folder"), message);
    }

    @Test
    void flowNamedAfterTheVideo() throws Exception {
        Pictures.write(Pictures.plain(4, 3, 0x111111), folder.resolve("000042-x_00001.png"));
        Pictures.write(Pictures.plain(4, 3, 0x222222), folder.resolve("000042-y_00001.png"));
        assertEquals(0x112200, Pictures.rgb(Video.openFlow(folder).frames(0).getFirst(), 0, 0));
        Files.delete(folder.resolve("000042-y_00001.png"));
        assertThrows(VideoException.class, () -> Video.openFlow(folder));
    }

    @Test
    void flowInTheChannelsOfOneFile() throws Exception {
        Pictures.write(Pictures.plain(4, 3, 0x123456), folder.resolve("000001.png"));
        Image frame = Video.openFlow(folder).frames(0).getFirst();
        assertEquals(0x12, Pictures.rgb(frame, 0, 0) >> 16);
        assertEquals(0x34, Pictures.rgb(frame, 0, 0) >> 8 & 0xff);
    }

    @Test
    void clipsShareTheirImages() throws Exception {
        for (int number = 1; number <= 5; number++) {
            Pictures.write(Pictures.plain(4, 3, number), folder.resolve(number + ".png"));
        }
        List<List<Image>> clips = Sampling.of(Sampling.Strategy.TWICE, 8).read(Video.open(folder, Decoder.AUTO));
        assertEquals(2, clips.size());
        assertEquals(8, clips.getFirst().size());
        assertSame(clips.get(0).get(0), clips.get(1).get(0));
    }
}
