package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.NetworkConfig.NonLocality;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.streaming.Smoothing;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.video.transform.Modality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A window over a stream is the clip of its pictures. */
class WindowClassifierTest {

    private static final int SIZE = 32;
    private static final NetworkConfig TSM = NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 4, 3);

    private static PretrainedNetwork model(NetworkConfig config, Flavour flavour) throws IOException {
        return PretrainedNetwork.of(config.build(ParameterSource.random(1)), flavour, List.of(), SIZE);
    }

    private static List<Image> pictures(int count, long seed) {
        Random random = new Random(seed);
        List<Image> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] pixels = new byte[60 * 45 * 3];
            random.nextBytes(pixels);
            pictures.add(Image.of(60, 45, pixels));
        }
        return pictures;
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }

    private static Stream<PretrainedNetwork> networks() throws IOException {
        return Stream.of(model(TSM, Flavour.MIT), model(TSM, Flavour.MMACTION2),
                model(NetworkConfig.tsn(new ResNetBackbone(18), 4, 3).withTemporalPool(), Flavour.MIT),
                model(NetworkConfig.online(MobileNetV2Backbone.mit(0.35), 5, 3), Flavour.MIT),
                model(NetworkConfig.tsm(new ResNetBackbone(18), 2, 3).withNonLocality(new NonLocality(
                        NonLocal.Mode.EMBEDDED_GAUSSIAN, List.of("layer2.0"), true)), Flavour.MMACTION2));
    }

    /** To the bit, for every window, whatever the network; pictures between those of the window change nothing. */
    @Tag("lanes")
    @ParameterizedTest
    @MethodSource("networks")
    void aWindowIsTheClipOfItsPictures(PretrainedNetwork model) throws Exception {
        int segments = model.network().config().segments();
        VideoClassifier clips = new VideoClassifier(model, VideoClassifier.Settings.EFFICIENT.withSize(SIZE));
        // A window of T seconds has a picture a second; the camera gives three.
        WindowClassifier.Stream stream = new WindowClassifier(model,
                WindowClassifier.Settings.of(model).withWindow(segments).withEvery(2)).open();
        List<Image> pictures = pictures(3 * (segments + 5), 3);
        List<Integer> answered = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            Optional<WindowClassifier.Window> window = stream.next(pictures.get(i), nanos(i / 3.0));
            if (window.isPresent()) {
                answered.add(i / 3);
                assertEquals(nanos(i / 3 - segments + 1), window.get().from());
                assertEquals(nanos(i / 3 + 1), window.get().to());
                int first = i / 3 - segments + 1;
                List<Image> seen = IntStream.range(first, first + segments).mapToObj(at -> pictures.get(3 * at))
                        .toList();
                Prediction expected = clips.classify(Video.of(seen));
                assertArrayEquals(expected.logits(), window.get().logits());
                assertEquals(expected.top(2), window.get().top(2));
            }
        }
        assertEquals(List.of(segments - 1, segments + 1, segments + 3), answered);
        assertEquals(nanos(segments + 5), stream.end().orElseThrow().to());
        assertEquals(Optional.empty(), stream.end());
    }

    /** Answers keep their distance over a long time, at any rate of a camera. */
    @ParameterizedTest
    @CsvSource({"4, 1, 30", "4, 4, 25", "2, 0.75, 30", "1, 3, 60", "2, 0.5, 15", "3, 0.1, 25"})
    void answersAreOnTime(double window, double every, double rate) throws IOException {
        WindowClassifier classifier = new WindowClassifier(model(TSM, Flavour.MIT),
                WindowClassifier.Settings.of(model(TSM, Flavour.MIT)).withSize(8).withWindow(window).withEvery(every));
        WindowClassifier.Stream stream = classifier.open();
        Image picture = pictures(1, 1).getFirst();
        double first = window * 3 / 4;
        double distance = Math.max(every, window / 4);
        int answers = 0;
        for (int i = 0; i < 60 * rate; i++) {
            if (stream.next(picture, nanos(i / rate)).isPresent()) {
                assertEquals(first + answers * distance, i / rate, window / 4 / 2 + 1 / rate + 1e-6,
                        "answer " + answers);
                answers++;
            }
        }
        assertEquals((60 - first) / distance, answers, 1);
    }

    @Test
    void aShortStreamIsAShortVideo() throws IOException {
        WindowClassifier classifier = new WindowClassifier(model(TSM, Flavour.MIT),
                WindowClassifier.Settings.of(model(TSM, Flavour.MIT)).withWindow(4));
        WindowClassifier.Stream stream = classifier.open();
        assertEquals(Optional.empty(), stream.end());
        List<Image> two = pictures(2, 2);
        stream.next(two.get(0), nanos(10));
        assertEquals(Optional.empty(), stream.next(two.get(1), nanos(11)));
        WindowClassifier.Window end = stream.end().orElseThrow();
        assertEquals(nanos(10), end.from());
        assertEquals(nanos(12), end.to());

        WindowClassifier.Stream repeated = classifier.open();
        Optional<WindowClassifier.Window> same = Optional.empty();
        for (int i = 0; i < 4; i++) {
            same = repeated.next(two.get(i / 2), nanos(i));
        }
        assertArrayEquals(same.orElseThrow().logits(), end.logits());
    }

    /** To the bit, wherever the windows of a video are shared out. */
    @ParameterizedTest
    @CsvSource({"4, 1, 25", "1, 1, 30", "2, 0.3, 12", "3, 5, 25", "60, 60, 25"})
    void partsOfAVideoSayWhatItsStreamSays(double window, double every, double rate) throws IOException {
        WindowClassifier classifier = new WindowClassifier(model(TSM, Flavour.MIT),
                WindowClassifier.Settings.of(model(TSM, Flavour.MIT)).withSize(8).withWindow(window).withEvery(every));
        List<Image> pictures = pictures(250, 9);
        Video video = Video.of(pictures);
        WindowClassifier.Stream stream = classifier.open();
        List<WindowClassifier.Window> expected = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            stream.next(pictures.get(i), nanos(i / rate)).ifPresent(expected::add);
        }
        stream.end().ifPresent(expected::add);
        List<WindowClassifier.Span> spans = classifier.spans(pictures.size(), index -> nanos(index / rate));
        assertEquals(expected.size(), spans.size());
        for (int parts = 1; parts <= 3; parts++) {
            List<WindowClassifier.Window> windows = new ArrayList<>();
            for (int part = 0; part < parts; part++) {
                windows.addAll(classifier.classify(video,
                        spans.subList(part * spans.size() / parts, (part + 1) * spans.size() / parts)));
            }
            assertEquals(expected.size(), windows.size());
            for (int i = 0; i < windows.size(); i++) {
                assertEquals(expected.get(i).from(), windows.get(i).from());
                assertEquals(expected.get(i).to(), windows.get(i).to());
                assertArrayEquals(expected.get(i).logits(), windows.get(i).logits());
                assertArrayEquals(expected.get(i).probabilities(), windows.get(i).probabilities());
            }
        }
    }

    /** By hand, or because time went back. */
    @Test
    void whatIsForgotten() throws IOException {
        WindowClassifier classifier = new WindowClassifier(model(TSM, Flavour.MIT),
                WindowClassifier.Settings.of(model(TSM, Flavour.MIT)).withWindow(4));
        List<Image> pictures = pictures(8, 4);
        float[] expected = last(classifier.open(), pictures.subList(4, 8), 0);
        WindowClassifier.Stream stream = classifier.open();
        last(stream, pictures.subList(0, 3), 100);
        assertArrayEquals(expected, last(stream, pictures.subList(4, 8), 50));
        last(stream, pictures.subList(0, 3), 200);
        stream.reset();
        assertEquals(Optional.empty(), stream.end());
        assertArrayEquals(expected, last(stream, pictures.subList(4, 8), 204));
    }

    private static float[] last(WindowClassifier.Stream stream, List<Image> pictures, double start) {
        float[] logits = null;
        for (int i = 0; i < pictures.size(); i++) {
            logits = stream.next(pictures.get(i), nanos(start + i)).map(WindowClassifier.Window::logits).orElse(null);
        }
        return logits;
    }

    @Test
    void streamsInManyThreadsAreAlike() throws Exception {
        WindowClassifier classifier = new WindowClassifier(model(TSM, Flavour.MIT),
                WindowClassifier.Settings.of(model(TSM, Flavour.MIT)).withWindow(4).withThreads(1));
        List<Image> pictures = pictures(6, 6);
        float[] expected = last(classifier.open(), pictures, 0);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<float[]>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(threads.submit(() -> last(classifier.open(), pictures, 0)));
            }
            for (Future<float[]> logits : all) {
                assertArrayEquals(expected, logits.get());
            }
        }
    }

    @Test
    void whatIsNoWindowIsRefused() throws IOException {
        PretrainedNetwork model = model(TSM, Flavour.MIT);
        WindowClassifier.Settings settings = WindowClassifier.Settings.of(model);
        for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> settings.withWindow(wrong));
            assertThrows(IllegalArgumentException.class, () -> settings.withEvery(wrong));
        }
        assertThrows(IllegalArgumentException.class, () -> settings.withThreads(0));
        PretrainedNetwork flow = model(TSM.withModality(Modality.FLOW), Flavour.MIT);
        String message = assertThrows(IllegalArgumentException.class, () -> WindowClassifier.of(flow)).getMessage();
        assertTrue(message.contains("optical flow"), message);
    }

    /** In the background it says the same, as answers, on which a smoothing decides. */
    @Test
    void aLiveStreamSaysTheSame() throws Exception {
        WindowClassifier classifier = new WindowClassifier(model(TSM, Flavour.MIT),
                WindowClassifier.Settings.of(model(TSM, Flavour.MIT)).withWindow(4).withEvery(1));
        WindowClassifier.Stream expected = classifier.open();
        BlockingQueue<Optional<Answer>> fates = new LinkedBlockingQueue<>();
        LiveStream live = classifier.live(Smoothing.NONE, _ -> { });
        List<Image> pictures = pictures(8, 5);
        int answers = 0;
        for (int i = 0; i < pictures.size(); i++) {
            live.submit(pictures.get(i), nanos(i), fates::add);
            Optional<Answer> answer = fates.poll(20, TimeUnit.SECONDS);
            Optional<WindowClassifier.Window> window = expected.next(pictures.get(i), nanos(i));
            assertEquals(window.isPresent(), answer.isPresent());
            if (window.isPresent()) {
                assertEquals(answers++, answer.get().frame());
                assertArrayEquals(window.get().logits(), answer.get().logits());
                assertEquals(window.get().best().index(), answer.get().decision().index());
            }
        }
        assertEquals(5, answers);
        live.reset();
        live.submit(pictures.getFirst(), nanos(8), fates::add);
        assertTrue(fates.poll(20, TimeUnit.SECONDS).isEmpty(), "a new stream has no window yet");
    }
}
