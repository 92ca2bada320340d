package io.github.tsmjava.train.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.train.prepare.FrameExtractor.Report;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.ImageFile;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.awt.Color;
import java.awt.Graphics;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameExtractorTest {

    @TempDir
    private Path folder;

    private Path source;
    private Path target;

    @BeforeEach
    void writeVideos() throws IOException {
        source = folder.resolve("videos");
        target = folder.resolve("frames");
        gif(source.resolve("wave/one.gif"), 3);
        gif(source.resolve("wave/two.gif"), 2);
        gif(source.resolve("jump/three.gif"), 1);
    }

    /** Frames of 40 x 30 pixels, each of another red. */
    private static void gif(Path file, int frames) throws IOException {
        Files.createDirectories(file.getParent());
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.prepareWriteSequence(writer.getDefaultStreamMetadata(null));
            for (int i = 0; i < frames; i++) {
                BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
                Graphics graphics = image.createGraphics();
                graphics.setColor(new Color(60 * (i + 1), 20, 10));
                graphics.fillRect(0, 0, 40, 30);
                writer.writeToSequence(new IIOImage(image, null,
                        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null)), null);
            }
            writer.endWriteSequence();
        }
        writer.dispose();
    }

    private FrameExtractor extractor(FrameFormat format) throws IOException {
        return new FrameExtractor(source, target, format, Decoder.JAVA);
    }

    private List<String> names(String name) throws IOException {
        try (Stream<Path> files = Files.list(target.resolve(name))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void writesAFolderOfFramesForEachVideo() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        assertEquals(new Report(3, 0, List.of()), extractor(FrameFormat.DEFAULT).extract(steps::incrementAndGet));
        assertEquals(3, steps.get());
        assertEquals(List.of("img_00001.jpg", "img_00002.jpg", "img_00003.jpg"), names("wave/one"));
        assertEquals(List.of("one", "two"), names("wave"));
        Image second = ImageFile.read(target.resolve("wave/one/img_00002.jpg"));
        assertEquals("40 x 30", second.toString());
        assertEquals(120, second.data()[0] & 0xff, 3);
        assertEquals(20, second.data()[1] & 0xff, 3);
    }

    @Test
    void sizesAndNamesCanBeChosen() throws Exception {
        extractor(new FrameFormat("%06d.jpg", 15, 0.5)).extract(() -> { });
        assertEquals(List.of("000001.jpg", "000002.jpg"), names("wave/two"));
        assertEquals("20 x 15", ImageFile.read(target.resolve("wave/two/000001.jpg")).toString());
    }

    @Test
    void goesOnWhereItWasInterrupted() throws Exception {
        extractor(FrameFormat.DEFAULT).extract(() -> { });
        Path whole = target.resolve("wave/one/img_00001.jpg");
        Files.writeString(whole, "untouched");
        // As a killed process leaves it: one folder not begun, one half written, one created and empty.
        Path half = target.resolve("wave/.%s.partial".formatted(UUID.randomUUID()));
        Files.move(target.resolve("wave/two"), half);
        Files.createFile(half.resolve("img_00099.jpg"));
        Files.delete(target.resolve("jump/three/img_00001.jpg"));
        assertEquals(new Report(2, 1, List.of()), extractor(FrameFormat.DEFAULT).extract(() -> { }));
        assertEquals("untouched", Files.readString(whole));
        assertEquals(List.of("img_00001.jpg", "img_00002.jpg"), names("wave/two"));
        assertEquals(List.of("img_00001.jpg"), names("jump/three"));
        assertFalse(Files.exists(half));
    }

    @Test
    void twoRunsDoNotShareAFolder() throws Exception {
        FrameExtractor second = extractor(FrameFormat.DEFAULT);
        AtomicInteger refused = new AtomicInteger();
        assertEquals(new Report(3, 0, List.of()), extractor(FrameFormat.DEFAULT).extract(() -> {
            String message = assertThrows(IOException.class, () -> second.extract(() -> { })).getMessage();
            assertEquals(target + ": another run is writing to this folder", message);
            refused.incrementAndGet();
        }));
        assertEquals(3, refused.get());
        assertEquals(new Report(0, 3, List.of()), second.extract(() -> { }));
    }

    /**
     * A run for a folder inside the other's, which knows nothing of its lock, begins a video and finishes it while the
     * first one is in the middle of it. It takes what the first one has written for a leftover.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void runsOnTheSameVideoLeaveItWhole(boolean more) throws Exception {
        Path wave = target.resolve("wave");
        FrameExtractor inner = new FrameExtractor(source.resolve("wave"), wave, FrameFormat.DEFAULT, Decoder.JAVA);
        try (Video video = Video.open(source.resolve("wave/one.gif"), Decoder.JAVA)) {
            Video slow = (Video) Proxy.newProxyInstance(Video.class.getClassLoader(), new Class<?>[] {Video.class},
                    (proxy, method, arguments) -> {
                        Video.FrameConsumer consumer = (Video.FrameConsumer) arguments[0];
                        consumer.accept(0, video.frames(0).getFirst());
                        assertEquals(new Report(2, 0, List.of()), inner.extract(() -> { }));
                        if (more) {
                            consumer.accept(1, video.frames(1).getFirst());
                        }
                        return null;
                    });
            if (more) {
                assertThrows(UncheckedIOException.class,
                        () -> FrameExtractor.write(slow, wave.resolve("one"), FrameFormat.DEFAULT));
            } else {
                assertFalse(FrameExtractor.write(slow, wave.resolve("one"), FrameFormat.DEFAULT));
            }
        }
        assertEquals(List.of("img_00001.jpg", "img_00002.jpg", "img_00003.jpg"), names("wave/one"));
        assertEquals(List.of("one", "two"), names("wave"));
    }

    @Test
    void brokenVideosAreNamedAndLeaveNothingBehind() throws Exception {
        Files.writeString(source.resolve("wave/bad.mp4"), "no video");
        byte[] sound = Files.readAllBytes(source.resolve("wave/one.gif"));
        Files.write(source.resolve("wave/cut.gif"), Arrays.copyOf(sound, 20));
        try (WorkerPool pool = new WorkerPool(3)) {
            Report report = pool.call(() -> extractor(FrameFormat.DEFAULT).extract(() -> { }));
            assertEquals(3, report.written());
            assertEquals(2, report.failures().size());
            assertTrue(report.failures().getFirst().contains("bad.mp4"), report.failures().toString());
            assertTrue(report.failures().getLast().contains("cut.gif"), report.failures().toString());
        }
        assertEquals(List.of("one", "two"), names("wave"));
    }

    @Test
    void filesAndFoldersInTheWayAreLeftAlone() throws Exception {
        Path notes = Files.createDirectories(target.resolve("wave")).resolve("one");
        Files.writeString(notes, "notes");
        Report report = extractor(FrameFormat.DEFAULT).extract(() -> { });
        assertEquals(2, report.written());
        assertTrue(report.failures().getFirst().contains("a file lies where"), report.failures().toString());
        assertEquals("notes", Files.readString(notes));
        gif(source.resolve("wave/one/part.gif"), 1);
        String message = assertThrows(VideoException.class, () -> extractor(FrameFormat.DEFAULT)).getMessage();
        assertTrue(message.contains("would be mixed with the folder"), message);
    }

    @Test
    void whatCannotBeWrittenEndsTheWork() throws IOException {
        Files.writeString(target, "a file where the folder should be");
        String message = assertThrows(IOException.class, () -> extractor(FrameFormat.DEFAULT).extract(() -> { }))
                .getMessage();
        assertTrue(message.startsWith(target.toString()) && message.contains("cannot be written"), message);
    }

    @Test
    void sourcesWithoutVideosAreRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThrows(VideoException.class, () -> new FrameExtractor(empty, target, FrameFormat.DEFAULT, Decoder.JAVA));
        assertThrows(VideoException.class,
                () -> new FrameExtractor(folder.resolve("absent"), target, FrameFormat.DEFAULT, Decoder.JAVA));
        Files.copy(source.resolve("wave/one.gif"), source.resolve("wave/one.avi"));
        String message = assertThrows(VideoException.class, () -> extractor(FrameFormat.DEFAULT)).getMessage();
        assertTrue(message.contains("one.avi") && message.contains("one.gif"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"img.jpg", "img_%d.jpg", "../%05d.jpg", "%05d.png", "%05d%05d.jpg", "%05s.jpg", ""})
    void patternsMustBeNamesWithANumber(String pattern) {
        assertThrows(IllegalArgumentException.class, () -> new FrameFormat(pattern, 0, 0.9));
    }

    @Test
    void numbersMustBeInRange() {
        assertThrows(IllegalArgumentException.class, () -> new FrameFormat("%05d.jpg", -1, 0.9));
        assertThrows(IllegalArgumentException.class, () -> new FrameFormat("%05d.jpg", 1 << 20, 0.9));
        assertThrows(IllegalArgumentException.class, () -> new FrameFormat("%05d.jpg", 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new FrameFormat("%05d.jpg", 0, Double.NaN));
    }
}
