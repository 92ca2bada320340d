package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tsmjava.models.Prediction.ClipScores;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.transform.Crops;
import io.github.tsmjava.video.transform.Flavour;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One classifier, many threads and many calls. */
class VideoClassifierTest {

    private static final int THREADS = 8;
    private static final NetworkConfig CONFIG = NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 4, 5);

    @TempDir
    private Path folder;

    private Path frames;
    private Path video;
    private VideoClassifier classifier;

    @BeforeEach
    void writeInputs() throws IOException {
        frames = Files.createDirectory(folder.resolve("frames"));
        video = folder.resolve("picture.gif");
        for (int i = 0; i < 6; i++) {
            BufferedImage image = new BufferedImage(60, 45, BufferedImage.TYPE_INT_RGB);
            for (int pixel = 0; pixel < 60 * 45; pixel++) {
                image.setRGB(pixel % 60, pixel / 60, pixel * 977 * (i + 1));
            }
            ImageIO.write(image, "png", frames.resolve(i + ".png").toFile());
            ImageIO.write(image, "gif", video.toFile());
        }
        PretrainedNetwork model = PretrainedNetwork.of(CONFIG.build(new FillRule()), Flavour.MIT, List.of(), 32);
        Views views = new Views(Sampling.Strategy.TWICE, Crops.THREE, 32, false);
        classifier = new VideoClassifier(model, new VideoClassifier.Settings(views, Decoder.JAVA, Accuracy.FAST));
    }

    @Test
    void viewsAreAveraged() throws IOException {
        Prediction prediction = classifier.classify(frames);
        assertEquals(6, prediction.frameCount());
        assertArrayEquals(new int[][] {{0, 2, 3, 5}, {0, 1, 3, 4}}, prediction.clips());
        assertEquals(5, prediction.logits().length);
        assertEquals(prediction.top(5).getFirst(), prediction.best());
        assertEquals(1, classifier.classify(video).frameCount());
    }

    @Test
    void limitsHoldForItsVideos() throws IOException {
        Limits few = Limits.USUAL.withFrames(5);
        VideoClassifier strict = new VideoClassifier(classifier.model(), classifier.settings().withLimits(few));
        assertEquals(few, strict.settings().limits());
        assertEquals(1, strict.classify(video).frameCount());
        assertThrows(VideoException.class, () -> strict.classify(frames));
    }

    @Test
    void manyThreadsGetEqualResults() throws Exception {
        float[] expected = classifier.classify(frames).logits();
        float[] expectedOfVideo = classifier.classify(video).logits();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<float[]>> results = new ArrayList<>();
            for (int i = 0; i < 3 * THREADS; i++) {
                Path path = i % 2 == 0 ? frames : video;
                results.add(threads.submit(() -> classifier.classify(path).logits()));
            }
            for (int i = 0; i < results.size(); i++) {
                assertArrayEquals(i % 2 == 0 ? expected : expectedOfVideo, results.get(i).get());
            }
        }
    }

    /** A decoder's thread ends with its video. */
    @Test
    void callsLeaveNoThreadsBehind() throws Exception {
        for (int i = 0; i < 20; i++) {
            classifier.classify(video);
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (decoderThreads() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertEquals(0, decoderThreads());
    }

    private static long decoderThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("decoder")).count();
    }

    /** To the bit, with any average over views. */
    @Test
    void clipsThatAreScoredApartSayTheSame() throws IOException {
        PretrainedNetwork model = PretrainedNetwork.of(CONFIG.build(new FillRule()), Flavour.MIT, List.of(), 32);
        for (Sampling.Strategy clips : Sampling.Strategy.values()) {
            VideoClassifier other = new VideoClassifier(model, new VideoClassifier.Settings(
                    new Views(clips, Crops.THREE, 32, false), Decoder.JAVA, Accuracy.FAST));
            assertEquals(clips.count(), other.clips());
            try (Video open = Video.open(frames, Decoder.JAVA)) {
                int middle = clips.count() / 3;
                List<ClipScores> parts = middle == 0 ? List.of(other.score(open, 0, clips.count()))
                        : List.of(other.score(open, 0, middle), other.score(open, middle, clips.count()));
                for (VideoClassifier.Average average : VideoClassifier.Average.values()) {
                    Prediction expected = other.classify(open, average);
                    Prediction combined = other.combine(parts, average);
                    assertArrayEquals(expected.logits(), combined.logits());
                    assertArrayEquals(expected.probabilities(), combined.probabilities());
                    assertEquals(expected.frameCount(), combined.frameCount());
                }
                if (middle > 0) {
                    assertThrows(IllegalArgumentException.class, () -> other.combine(parts.reversed(),
                            VideoClassifier.Average.LOGITS));
                    assertThrows(IllegalArgumentException.class, () -> other.combine(parts.subList(0, 1),
                            VideoClassifier.Average.LOGITS));
                }
            }
        }
    }
}
