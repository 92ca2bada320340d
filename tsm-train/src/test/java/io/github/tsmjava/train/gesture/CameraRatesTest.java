package io.github.tsmjava.train.gesture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.StreamingClassifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same hands before cameras of different rates: the network in the box says the same. */
class CameraRatesTest {

    private static final int SECONDS = 20;
    private static final int SIZE = 112;

    /** What is decided on, one after the other, and when, in seconds. */
    private record Decisions(List<String> labels, List<Double> times) {
    }

    private static Decisions before(int rate, long seed) {
        GestureStream stream = new GestureStream(seed, SECONDS * rate, rate, SIZE, Scenery.PLAIN);
        StreamingClassifier.Stream answers = StreamingClassifier.gestures().open();
        Decisions decisions = new Decisions(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < stream.frameCount(); i++) {
            double seconds = (double) i / rate;
            answers.next(stream.frames(i).getFirst(), Math.round(1e9 * seconds)).filter(answer -> answer.changed()).ifPresent(answer -> {
                decisions.labels.add(answer.decided().label());
                decisions.times.add(seconds);
            });
        }
        return decisions;
    }

    @Test
    void theSameIsDecidedAtTheSameTime() {
        for (long seed = 1; seed <= 2; seed++) {
            Decisions expected = before(30, seed);
            assertTrue(expected.labels.size() >= 6, expected::toString);
            for (int rate : new int[] {15, 25, 60}) {
                Decisions found = before(rate, seed);
                assertEquals(expected.labels, found.labels, rate + " frames a second, seed " + seed);
                for (int i = 0; i < found.times.size(); i++) {
                    assertEquals(expected.times.get(i), found.times.get(i), 0.3, rate + " frames a second, seed " + seed);
                }
            }
        }
    }
}
