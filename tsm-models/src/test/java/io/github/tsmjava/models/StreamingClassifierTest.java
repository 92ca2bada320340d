package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.streaming.Smoothing;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.nn.plan.StreamingPlan.CarriedMaps;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Softmax;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.video.transform.Preprocessing;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pictures in, classes out, frame by frame. */
class StreamingClassifierTest {

    private static List<Image> pictures(int count) {
        Random random = new Random(5);
        List<Image> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BufferedImage picture = new BufferedImage(120, 100, BufferedImage.TYPE_INT_RGB);
            for (int at = 0; at < 120 * 100; at++) {
                picture.setRGB(at % 120, at / 120, random.nextInt());
            }
            pictures.add(Image.of(picture));
        }
        return pictures;
    }

    /** Each frame's scores are those of the network on the whole sequence; their mean decides as the clip does. */
    @Tag("lanes")
    @Test
    void aStreamOfAClipIsTheClip() {
        PretrainedNetwork model = PretrainedNetwork.gestures();
        List<Image> clip = pictures(8);
        StreamingClassifier classifier = new StreamingClassifier(model,
                StreamingClassifier.Settings.of(model).withSmoothing(Smoothing.mean(8)));
        StreamingClassifier.Stream stream = classifier.open();
        Answer answer = null;
        float[] mean = new float[model.labels().size()];
        for (Image picture : clip) {
            answer = stream.next(picture);
            for (int k = 0; k < mean.length; k++) {
                mean[k] += answer.logits()[k] / 8;
            }
        }
        Tensor whole = model.network().forward(Preprocessing.of(model.flavour(), model.size()).apply(List.of(clip)));
        assertArrayEquals(whole.data(), mean, 1e-4f);
        assertArrayEquals(Softmax.softmax(whole).data(), answer.decision().scores(), 1e-4f);
        assertEquals(7, answer.frame());
        assertEquals(model.labels().get(answer.best().index()), answer.best().label());
        assertEquals(model.labels().get(answer.decision().index()), answer.decided().label());
        assertEquals(1, sum(answer.probabilities()), 1e-5);
        assertEquals(1, sum(answer.decision().scores()), 1e-5);
    }

    private static StreamingClassifier atRate(double rate) {
        PretrainedNetwork model = PretrainedNetwork.gestures();
        return new StreamingClassifier(model, StreamingClassifier.Settings.of(model).withRate(rate));
    }

    /** Pictures between those that the network should see get no answer and change nothing. */
    @Test
    void picturesArePickedByTime() {
        double rate = 10;
        StreamingClassifier classifier = atRate(rate);
        assertEquals(rate, classifier.settings().answerRate());
        StreamingClassifier.Stream fast = classifier.open();
        StreamingClassifier.Stream slow = classifier.open();
        List<Image> pictures = pictures(4);
        for (int i = 0; i < 12; i++) {
            Optional<Answer> answer = fast.next(pictures.get(i / 3), Math.round(i / (3 * rate) * 1e9));
            assertEquals(i % 3 == 0, answer.isPresent(), "picture " + i);
            if (i % 3 == 0) {
                assertArrayEquals(slow.next(pictures.get(i / 3)).logits(), answer.orElseThrow().logits());
            }
        }
    }

    /** Each sees every fourth picture of a camera of 30 a second, as if it were alone; the decisions are made of both. */
    @Test
    void twoStreamsTakeTurns() {
        StreamingClassifier classifier = atRate(7.5);
        assertEquals(15, classifier.settings().answerRate());
        StreamingClassifier.Stream both = classifier.open();
        List<StreamingClassifier.Stream> alone = List.of(classifier.open(), classifier.open());
        Smoothing.Smoother decisions = Smoothing.USUAL.open(classifier.model().labels(), 15);
        List<Image> pictures = pictures(24);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < pictures.size(); i++) {
                Optional<Answer> answer = both.next(pictures.get(i), Math.round(i / 30.0 * 1e9));
                assertEquals(i % 2 == 0, answer.isPresent(), "picture " + i);
                if (i % 2 == 0) {
                    float[] logits = alone.get(i / 2 % 2).next(pictures.get(i)).logits();
                    assertArrayEquals(logits, answer.orElseThrow().logits(), "picture " + i);
                    assertArrayEquals(decisions.next(logits).scores(), answer.orElseThrow().decision().scores());
                    assertEquals(i / 2, answer.orElseThrow().frame());
                }
            }
            both.reset();
            alone.forEach(StreamingClassifier.Stream::reset);
            decisions = Smoothing.USUAL.open(classifier.model().labels(), 15);
        }
    }

    /** There is nothing to take turns on: both see every picture but the first one, and the answer is their mean. */
    @Test
    void bothSeeThePicturesOfASlowCamera() {
        StreamingClassifier classifier = atRate(7.5);
        StreamingClassifier.Stream both = classifier.open();
        StreamingClassifier.Stream first = classifier.open();
        StreamingClassifier.Stream second = classifier.open();
        List<Image> pictures = pictures(6);
        for (int i = 0; i < 6; i++) {
            float[] expected = first.next(pictures.get(i)).logits();
            if (i > 0) {
                float[] other = second.next(pictures.get(i)).logits();
                for (int k = 0; k < expected.length; k++) {
                    expected[k] = (expected[k] + other[k]) / 2;
                }
            }
            assertArrayEquals(expected, both.next(pictures.get(i), i * 200_000_000L).orElseThrow().logits());
        }
    }

    /** The newest picture wins, the others are counted, and each answer is told. */
    @Test
    void aLiveStreamIsNeverBehind() throws Exception {
        StreamingClassifier classifier = StreamingClassifier.gestures();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
        LiveStream live = classifier.live(answer -> {
            begun.countDown();
            await(go);
            answers.add(answer);
        });
        List<Image> pictures = pictures(6);
        live.submit(pictures.getFirst(), 0);
        await(begun);
        for (int i = 1; i < 6; i++) {
            live.submit(pictures.get(i), i * 1_000_000_000L);
        }
        go.countDown();
        StreamingClassifier.Stream expected = classifier.open();
        for (int seen : new int[] {0, 5}) {
            float[] logits = expected.next(pictures.get(seen), seen * 1_000_000_000L).orElseThrow().logits();
            assertArrayEquals(logits, answers.poll(20, TimeUnit.SECONDS).logits());
        }
        assertEquals(4, live.dropped());
    }

    /** Who does not listen any more is told, at the next picture at the latest. */
    @Test
    void aListenerThatFailsEndsTheStream() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        LiveStream live = StreamingClassifier.gestures().live(answer -> {
            asked.countDown();
            throw new IllegalArgumentException("no more");
        });
        live.submit(pictures(1).getFirst(), 0);
        await(asked);
        IllegalStateException refused = null;
        for (int i = 1; refused == null && i < 1000; i++) {
            try {
                live.submit(pictures(1).getFirst(), i * 1_000_000_000L);
                Thread.sleep(1);
            } catch (IllegalStateException e) {
                refused = e;
            }
        }
        assertTrue(refused != null && refused.getMessage().contains("no more"));
    }

    /** A picture that waits when the stream ends is told so, once. */
    @Test
    void aStreamThatEndsTellsWhoWaits() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        LiveStream live = StreamingClassifier.gestures().live(_ -> {
            begun.countDown();
            await(go);
            throw new IllegalArgumentException("no more");
        });
        BlockingQueue<String> fates = new LinkedBlockingQueue<>();
        List<Image> pictures = pictures(2);
        live.submit(pictures.get(0), 0);
        await(begun);
        live.submit(pictures.get(1), 1_000_000_000L, fate -> fates.add(fate.isPresent() ? "seen" : "unseen"));
        go.countDown();
        assertEquals("unseen", fates.poll(20, TimeUnit.SECONDS));
        assertThrows(IllegalStateException.class, () -> live.submit(pictures.get(0), 2_000_000_000L));
        assertTrue(fates.isEmpty());
    }

    /** Any number of classifiers, each on as many threads as it likes, compute the same to the bit. */
    @Test
    void eightClassifiersInEightThreadsAreOne() throws Exception {
        PretrainedNetwork model = PretrainedNetwork.gestures();
        List<Image> clip = pictures(8);
        float[] expected = VideoClassifier.of(model).classify(Video.of(clip)).logits();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<float[]>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                VideoClassifier classifier = new VideoClassifier(model,
                        VideoClassifier.Settings.EFFICIENT.withSize(model.size()).withThreads(1 + i % 3));
                all.add(threads.submit(() -> {
                    float[] logits = null;
                    for (int run = 0; run < 5; run++) {
                        logits = classifier.classify(Video.of(clip)).logits();
                    }
                    return logits;
                }));
            }
            for (Future<float[]> logits : all) {
                assertArrayEquals(expected, logits.get());
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a stream shows of its memory is what the shifted layers remember. */
    @Test
    void whatIsCarriedIsWhatTheLayersRemember() {
        PretrainedNetwork model = PretrainedNetwork.gestures();
        StreamingNetwork layers = new StreamingNetwork(model.network());
        StreamingClassifier.Stream stream = StreamingClassifier.of(model).open();
        Preprocessing preprocessing = Preprocessing.of(model.flavour(), model.size());
        for (Image picture : pictures(3)) {
            layers.next(preprocessing.apply(List.of(List.of(picture))));
            stream.next(picture);
            List<Tensor> expected = layers.memory().buffers(model.network().layers());
            List<CarriedMaps> carried = stream.carried();
            assertEquals(expected.size(), carried.size());
            for (int i = 0; i < carried.size(); i++) {
                CarriedMaps maps = carried.get(i);
                assertArrayEquals(expected.get(i).shape(), new int[] {1, maps.channels(), maps.height(), maps.width()});
                assertArrayEquals(expected.get(i).data(), maps.values(), 1e-3f, maps.layer());
            }
        }
        stream.reset();
        stream.carried().forEach(maps -> assertArrayEquals(new float[maps.values().length], maps.values()));
    }

    /** A source is told once of each picture what became of it, also of those that nobody looks at. */
    @Test
    void eachPictureHasAFate() throws Exception {
        LiveStream live = StreamingClassifier.gestures().live(_ -> { });
        BlockingQueue<Integer> told = new LinkedBlockingQueue<>();
        BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
        List<Image> pictures = pictures(1);
        for (int i = 0; i < 20; i++) {
            int number = i;
            live.submit(pictures.getFirst(), i * 1_000_000L, fate -> {
                if (fate.isPresent()) {
                    seen.add(number);
                }
                told.add(number);
            });
        }
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(told.poll(20, TimeUnit.SECONDS));
        }
        assertEquals(IntStream.range(0, 20).boxed().toList(), all.stream().sorted().toList());
        assertEquals(1, seen.size(), "all of them are of one interval");
        assertThrows(IllegalStateException.class, live::carried);
    }

    @Test
    void resetForgets() {
        StreamingClassifier.Stream stream = StreamingClassifier.gestures().open();
        List<Image> pictures = pictures(3);
        float[] first = stream.next(pictures.get(0)).logits();
        stream.next(pictures.get(1));
        stream.reset();
        Answer again = stream.next(pictures.get(0));
        assertEquals(0, again.frame());
        assertArrayEquals(first, again.logits());
    }

    @Test
    void networksThatLookAheadAreRefused() throws Exception {
        PretrainedNetwork ahead = PretrainedNetwork.of(NetworkConfig.tsm(new ResNetBackbone(18), 8, 3)
                .build(ParameterSource.random(1)), Flavour.MIT, List.of(), 64);
        String message = assertThrows(IllegalArgumentException.class, () -> StreamingClassifier.of(ahead)).getMessage();
        assertTrue(message.contains("later frames"), message);
    }

    @Test
    void warmUpEnds() {
        StreamingClassifier classifier = StreamingClassifier.gestures();
        assertEquals(classifier, classifier.warmUp());
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
