package io.github.tsmjava.models.streaming;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.Shared;
import io.github.tsmjava.models.streaming.Smoothing.Decision;
import io.github.tsmjava.models.streaming.Smoothing.Smoother;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.transform.Preprocessing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the demo, against the same rules written down once more, as plainly as the original has them. */
class DemoRulesTest {

    private static final int CLASSES = 27;

    /** The original's {@code process_output}, with a history that begins with two entries. */
    private static final class Original {

        private final List<float[]> logits = new ArrayList<>();
        private final List<Integer> history = new ArrayList<>(List.of(2, 2));
        private double[] sum;

        int next(float[] scores) {
            logits.add(scores);
            while (logits.size() > 12) {
                logits.remove(0);
            }
            sum = new double[CLASSES];
            for (float[] row : logits) {
                for (int k = 0; k < CLASSES; k++) {
                    sum[k] += row[k];
                }
            }
            int candidate = 0;
            for (int k = 1; k < CLASSES; k++) {
                if (sum[k] > sum[candidate]) {
                    candidate = k;
                }
            }
            int last = history.get(history.size() - 1);
            if (candidate == 7 || candidate == 8 || candidate == 21 || candidate == 22 || candidate == 3) {
                candidate = last;
            }
            if (candidate == 0) {
                candidate = 2;
            }
            if (candidate != last && last != history.get(history.size() - 2)) {
                candidate = last;
            }
            history.add(candidate);
            while (history.size() > 20) {
                history.remove(0);
            }
            return history.get(history.size() - 1);
        }

        float[] probabilities() {
            double total = 0;
            float[] probabilities = new float[CLASSES];
            for (int k = 0; k < CLASSES; k++) {
                total += Math.exp(sum[k] / logits.size());
            }
            for (int k = 0; k < CLASSES; k++) {
                probabilities[k] = (float) (Math.exp(sum[k] / logits.size()) / total);
            }
            return probabilities;
        }
    }

    private static List<Integer> assertSame(List<float[]> sequence, String what) {
        Smoother rules = Smoothing.DEMO.open(List.of(), 15);
        Original original = new Original();
        List<Integer> decisions = new ArrayList<>();
        int before = 2;
        for (int step = 0; step < sequence.size(); step++) {
            Decision decision = rules.next(sequence.get(step));
            int expected = original.next(sequence.get(step));
            assertEquals(expected, decision.index(), what + ", step " + step);
            assertEquals(expected != before, decision.changed(), what + ", step " + step);
            assertArrayEquals(original.probabilities(), decision.scores(), 1e-6f);
            before = expected;
            decisions.add(expected);
        }
        return decisions;
    }

    /** Multiples of a quarter, so that sums are exact and ties are ties. */
    private static float[] noise(Random random, int most) {
        float[] scores = new float[CLASSES];
        for (int k = 0; k < CLASSES; k++) {
            scores[k] = random.nextInt(-most, most + 1) / 4f;
        }
        return scores;
    }

    /** One class after the other stands out, for some frames each; the first ten steps are those of a new stream. */
    @Test
    void randomSequences() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<float[]> sequence = new ArrayList<>();
            while (sequence.size() < 80) {
                int dominant = random.nextInt(CLASSES);
                float height = random.nextInt(1, 40) / 4f;
                for (int frame = random.nextInt(1, 16); frame > 0; frame--) {
                    float[] scores = noise(random, 8);
                    scores[dominant] += height;
                    sequence.add(scores);
                }
            }
            assertSame(sequence, "seed " + seed);
        }
    }

    /** What a trained network of 27 classes says of real videos, frame by frame. */
    @ParameterizedTest
    @ValueSource(strings = {"tsm_mbv2_utd27.pth.tar", "tsn_mbv2_utd27.pth.tar"})
    void recordedSequences(String weights) throws Exception {
        PretrainedNetwork model = PretrainedNetwork.load(Shared.path("models/" + weights));
        assertEquals(CLASSES, model.network().config().classes());
        int segments = model.network().config().segments();
        Preprocessing preprocessing = Preprocessing.of(model.flavour(), model.size());
        List<float[]> sequence = new ArrayList<>();
        for (String clip : List.of("utd_a01_s2_t1", "utd_a02_s4_t2", "utd_a09_s6_t3", "utd_a02_s4_t2")) {
            try (Video video = Video.open(Shared.path("frames/" + clip), Decoder.JAVA)) {
                Tensor frames = preprocessing.apply(
                        List.of(video.frames(IntStream.range(0, segments).map(t -> t % video.frameCount()).toArray())));
                Tensor scores = model.network().frameScores(
                        frames.reshape(1, 3 * segments, model.size(), model.size()), TemporalShift::shift);
                for (int t = 0; t < 2 * segments; t++) {
                    sequence.add(scores.slice(t / 2, t / 2 + 1).data().clone());
                }
            }
        }
        assertTrue(Set.copyOf(assertSame(sequence, weights)).size() > 1, "the network says more than one thing");
    }

    /** Scores of few values: nearly every step has several classes with the largest sum. */
    @Test
    void ties() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<float[]> sequence = new ArrayList<>();
            for (int step = 0; step < 40; step++) {
                sequence.add(step % 5 == 0 ? new float[CLASSES] : noise(random, 1));
            }
            assertSame(sequence, "seed " + seed);
        }
        assertEquals(Collections.nCopies(5, 2), assertSame(Collections.nCopies(5, new float[CLASSES]), "all the same"));
    }

    private static float[] only(int index) {
        float[] scores = new float[CLASSES];
        scores[index] = 9;
        return scores;
    }

    /** What is never shown, and what counts as no gesture: at the beginning, and after a gesture. */
    @ParameterizedTest
    @ValueSource(ints = {7, 8, 21, 22, 3, 0})
    void classesThatAreNotShown(int index) {
        List<float[]> sequence = new ArrayList<>(Collections.nCopies(12, only(index)));
        assertEquals(Collections.nCopies(12, 2), assertSame(sequence, "class " + index));
        sequence.addAll(Collections.nCopies(14, only(11)));
        sequence.addAll(Collections.nCopies(14, only(index)));
        List<Integer> decisions = assertSame(sequence, "class " + index);
        assertEquals(11, decisions.get(25));
        assertEquals(index == 0 ? 2 : 11, decisions.getLast());
    }

    /** A gesture in the first frame, with which the original ends in an error. */
    @Test
    void aGestureFromTheFirstFrameOn() {
        assertEquals(Collections.nCopies(10, 15), assertSame(Collections.nCopies(10, only(15)), "class 15"));
    }

    @Test
    void otherClassesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Smoothing.DEMO.open(List.of("left", "right"), 15));
        assertThrows(IllegalArgumentException.class,
                () -> Smoothing.DEMO.open(Collections.nCopies(CLASSES, "wave"), 15));
        assertThrows(IllegalArgumentException.class, () -> Smoothing.DEMO.open(List.of(), 15).next(new float[3]));
    }
}
