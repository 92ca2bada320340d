package io.github.tsmjava.train.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.VideoClassifier.Average;
import io.github.tsmjava.models.VideoClassifier.Settings;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.train.evaluation.Evaluation.Outcome.Failed;
import io.github.tsmjava.train.evaluation.Evaluation.Outcome.Scored;
import io.github.tsmjava.train.evaluation.Evaluator.Member;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.transform.Crops;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.video.transform.Modality;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatorTest {

    private static final int CLASSES = 3;
    private static final NetworkConfig CONFIG = NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 2, CLASSES);
    private static final Views SMALL = Views.EFFICIENT.withSize(32);

    @TempDir
    private Path root;

    @BeforeEach
    void writeClips() throws IOException {
        frames("a/img_%d.png", 4, 1);
        frames("b/img_%d.png", 3, 2);
        frames("b/flow_x_%d.png", 5, 3);
        frames("b/flow_y_%d.png", 5, 4);
        frames("a/flow_x_%d.png", 5, 5);
        frames("a/flow_y_%d.png", 5, 6);
    }

    private void frames(String pattern, int count, int seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 1; i <= count; i++) {
            Path file = root.resolve(pattern.formatted(i));
            Files.createDirectories(file.getParent());
            BufferedImage image = new BufferedImage(48, 40, BufferedImage.TYPE_INT_RGB);
            for (int pixel = 0; pixel < 48 * 40; pixel++) {
                image.setRGB(pixel % 48, pixel / 48, random.nextInt(1 << 24));
            }
            ImageIO.write(image, "png", file.toFile());
        }
    }

    private VideoList list(String text) throws IOException {
        return VideoList.read(Files.writeString(root.resolve("list" + text.hashCode() + ".txt"), text));
    }

    private static VideoClassifier classifier(NetworkConfig config, long seed, Views views) throws IOException {
        PretrainedNetwork model = PretrainedNetwork.of(config.build(seed), Flavour.MIT, List.of(), views.size());
        return new VideoClassifier(model, new Settings(views, Decoder.JAVA, Accuracy.FAST));
    }

    private Member member(String list, long seed) throws IOException {
        return new Member(classifier(CONFIG, seed, SMALL), list(list), root, 1);
    }

    private static Evaluation evaluate(Average average, Member... members) throws Exception {
        return new Evaluator(List.of(members), average).evaluate(() -> { });
    }

    private static float[] scores(Evaluation evaluation, int index) {
        return ((Scored) evaluation.outcomes().get(index)).scores();
    }

    @Test
    void scoresAreThoseOfTheClassifier() throws Exception {
        Member member = member("a 4 0\nb 3 1\n", 1);
        AtomicInteger steps = new AtomicInteger();
        Evaluation evaluation = new Evaluator(List.of(member), Average.LOGITS).evaluate(steps::incrementAndGet);
        assertEquals(2, steps.get());
        assertArrayEquals(member.classifier().classify(root.resolve("a")).logits(), scores(evaluation, 0));
        assertArrayEquals(member.classifier().classify(root.resolve("b")).logits(), scores(evaluation, 1));
        int predicted = evaluation.scored().getFirst().predicted();
        assertEquals(member.classifier().classify(root.resolve("a")).best().index(), predicted);
        assertEquals(1, evaluation.confusion().count(0, predicted));
        assertEquals(2, evaluation.confusion().samples());
    }

    @Test
    void theLossIsThatOfTheTrueClasses() throws Exception {
        for (Average average : Average.values()) {
            Evaluation evaluation = evaluate(average, member("a 4 2\nb 3 1\ngone 9 0\n", 1));
            double expected = 0;
            for (Scored scored : evaluation.scored()) {
                float[] scores = scored.scores();
                int label = scored.entry().label();
                double sum = 0;
                for (float score : scores) {
                    sum += Math.exp(score);
                }
                expected -= average == Average.LOGITS ? Math.log(Math.exp(scores[label]) / sum)
                        : Math.log(scores[label]);
            }
            assertEquals(expected / 2, evaluation.loss(), 1e-6);
        }
        assertTrue(Double.isNaN(evaluate(Average.LOGITS, member("gone 9 0", 1)).loss()));
        double impossible = Average.PROBABILITIES.crossEntropy(new float[] {1, 0}, 1);
        assertEquals(-Math.log(Float.MIN_VALUE), impossible, 1e-4);
    }

    @Test
    void theListDecidesHowManyFramesThereAre() throws Exception {
        Files.createDirectory(root.resolve("c"));
        for (int i = 1; i <= 2; i++) {
            Files.copy(root.resolve("a/img_%d.png".formatted(i)), root.resolve("c/img_%d.png".formatted(i)));
        }
        Evaluation evaluation = evaluate(Average.LOGITS, member("a 2 0\nc 2 0", 1));
        assertArrayEquals(scores(evaluation, 1), scores(evaluation, 0));
    }

    @Test
    void whatCannotBeReadIsNamedAndNotCounted() throws Exception {
        Files.createDirectory(root.resolve("empty"));
        Files.createDirectory(root.resolve("damaged"));
        Files.writeString(root.resolve("damaged/img_1.png"), "no picture");
        Evaluation evaluation = evaluate(Average.LOGITS,
                member("a 4 0\ngone 9 1\nempty 3 1\ndamaged 1 2\nb 30 2\nb 0 2\n", 1));
        assertEquals(1, evaluation.confusion().samples());
        assertEquals(List.of("gone", "empty", "damaged", "b", "b"),
                evaluation.failed().stream().map(failed -> failed.entry().path()).toList());
        for (Failed failed : evaluation.failed()) {
            assertTrue(failed.reason().contains(failed.entry().path()), failed.reason());
            assertEquals(1, failed.reason().lines().count());
        }
    }

    @Test
    void scoresThatAreNoNumbersAreNoPrediction() throws Exception {
        VideoClassifier broken = new VideoClassifier(PretrainedNetwork.of(CONFIG.build((name, role, shape) -> {
            Tensor tensor = Tensor.zeros(shape);
            Arrays.fill(tensor.data(), Float.NaN);
            return tensor;
        }), Flavour.MIT, List.of(), SMALL.size()),
                new Settings(SMALL, Decoder.JAVA, Accuracy.FAST));
        Evaluation evaluation = evaluate(Average.LOGITS, new Member(broken, list("a 4 0"), root, 1));
        assertTrue(evaluation.failed().getFirst().reason().contains("NaN"), evaluation.failed().toString());
    }

    @Test
    void anEnsembleIsTheWeightedMean() throws Exception {
        String list = "a 4 0\nb 3 1\n";
        Member first = member(list, 1);
        Member second = new Member(classifier(CONFIG, 2, SMALL), list(list), root, 3);
        for (Average average : Average.values()) {
            float[] a = scores(evaluate(average, first), 1);
            float[] b = scores(evaluate(average, second), 1);
            float[] both = scores(evaluate(average, first, second), 1);
            for (int i = 0; i < CLASSES; i++) {
                assertEquals((a[i] + 3 * b[i]) / 4, both[i], 1e-6);
            }
        }
    }

    @Test
    void twoStreamsReadFramesAndFlow() throws Exception {
        Member rgb = member("a 4 0\nb 3 1\n", 1);
        VideoClassifier ofFlow = classifier(CONFIG.withModality(Modality.FLOW), 2, SMALL);
        Member flow = new Member(ofFlow, list("a 5 0\nb 10 1\n"), root, 1);
        assertEquals(2, evaluate(Average.PROBABILITIES, rgb, flow).confusion().samples());
    }

    @Test
    void membersMustFit() throws Exception {
        Member first = member("a 4 0\nb 3 1\n", 1);
        assertThrows(ShapeException.class, () -> new Evaluator(List.of(), Average.LOGITS));
        assertThrows(ShapeException.class, () -> new Member(first.classifier(), first.list(), root, 0));
        NetworkConfig other = NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 2, CLASSES + 1);
        Member fourClasses = new Member(classifier(other, 1, SMALL), first.list(), root, 1);
        assertThrows(ShapeException.class, () -> new Evaluator(List.of(first, fourClasses), Average.LOGITS));
        Member abc = named(first, "a", "b", "c");
        Member acb = named(first, "a", "c", "b");
        new Evaluator(List.of(abc, first, abc), Average.LOGITS);
        assertThrows(ShapeException.class, () -> new Evaluator(List.of(abc, acb), Average.LOGITS));
        assertTrue(refusal(first, member("a 4 0\n", 1)).contains("1 videos, but"));
        assertTrue(refusal(first, member("a 4 0\nb 3 2\n", 1)).contains("line 2: label 2, but line 2"));
        assertTrue(refusal(member("a 4 0\nb 3 0\n", 1), member("a.mp4 0\nc.mp4 0\n", 1))
                .contains("line 2: c.mp4, but"));
        assertTrue(refusal(member("b 3 0\na 4 0\n", 1), member("c 3 0\na 4 0\n", 1)).contains("line 2: a, but"));
        new Evaluator(List.of(member("b 3 0\na 4 0\n", 1), member("c 3 0\nd 4 0\n", 1)), Average.LOGITS);
        assertTrue(refusal(member("a 4 0\nb 3 3\n", 1)).contains("line 2: label 3"));
    }

    private Member named(Member member, String... labels) throws IOException {
        VideoClassifier classifier = member.classifier();
        return new Member(new VideoClassifier(classifier.model().withLabels(List.of(labels)), classifier.settings()),
                member.list(), root, 1);
    }

    private static String refusal(Member... members) {
        return assertThrows(VideoException.class, () -> new Evaluator(List.of(members), Average.LOGITS)).getMessage();
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() throws Exception {
        Views many = new Views(Sampling.Strategy.TWICE, Crops.TEN, 32, false);
        Member member = new Member(classifier(CONFIG, 1, many), list("a 0\nb 1\na 2\nb 0\na 1\nb 2\n"), root, 1);
        Evaluation expected = evaluate(Average.LOGITS, member);
        for (int threads : List.of(1, 3, 7)) {
            try (WorkerPool pool = new WorkerPool(threads)) {
                Evaluation evaluation = pool.call(() -> evaluate(Average.LOGITS, member));
                for (int i = 0; i < 6; i++) {
                    assertArrayEquals(scores(expected, i), scores(evaluation, i));
                }
            }
        }
    }
}
