package io.github.tsmjava.models.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.streaming.Smoothing.Decision;
import io.github.tsmjava.models.streaming.Smoothing.Smoother;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HysteresisTest {

    private static final int LEFT = 0;
    private static final int RIGHT = 1;
    private static final int IDLE = 2;
    private static final double RATE = 10;

    /** The decisions that change, from sure scores for a class on each frame. */
    private static List<Integer> changes(Smoother smoother, int... classes) {
        List<Integer> changes = new ArrayList<>();
        for (int sure : classes) {
            float[] logits = new float[3];
            logits[sure] = 20;
            Decision decision = smoother.next(logits);
            if (decision.changed()) {
                changes.add(decision.index());
            }
        }
        return changes;
    }

    private static Smoother usual() {
        return Hysteresis.open(List.of("left", "right", "No gesture"), RATE);
    }

    private static Smoother with(double memory, double margin, double pause) {
        return new Hysteresis(new Hysteresis.Numbers(1, memory, 0.6, 0.3, margin, pause), IDLE, RATE);
    }

    @Test
    void aGestureIsDecidedOnOnce() {
        assertEquals(List.of(LEFT, IDLE), changes(usual(), 2, 2, 2, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 2, 2, 2));
    }

    @Test
    void aSingleFrameDecidesNothing() {
        assertEquals(List.of(), changes(usual(), 2, 2, 2, 0, 2, 2, 1, 2, 2, 0, 2, 2));
    }

    @Test
    void aFrameInBetweenIsNoEnd() {
        assertEquals(List.of(LEFT), changes(usual(), 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 2, 0, 0, 0));
    }

    @Test
    void anotherGestureMustWait() {
        assertEquals(List.of(LEFT, RIGHT), changes(with(0, 0, 0), 0, 0, 1, 1, 1, 1, 1, 1, 1, 1));
        Smoother waits = with(0, 0, 0.5);
        // Let go at once, but nothing new before half a second is over.
        assertEquals(List.of(LEFT, IDLE), changes(waits, 0, 0, 1, 1, 1));
        assertEquals(List.of(RIGHT), changes(waits, 1));
    }

    @Test
    void anotherGestureMustBeClearlyStronger() {
        Smoother smoother = new Hysteresis(new Hysteresis.Numbers(1, 0, 0.4, 0.1, 0.3, 0), IDLE, RATE);
        float even = (float) Math.log(0.45);
        assertTrue(smoother.next(new float[] {5, 0, 0}).changed());
        // 0.4 against 0.5.
        assertFalse(smoother.next(new float[] {(float) Math.log(0.4), (float) Math.log(0.5), (float) Math.log(0.1)}).changed());
        assertFalse(smoother.next(new float[] {even, even, (float) Math.log(0.1)}).changed());
        Decision clear = smoother.next(new float[] {(float) Math.log(0.2), (float) Math.log(0.7), (float) Math.log(0.1)});
        assertTrue(clear.changed());
        assertEquals(RIGHT, clear.index());
    }

    /** The mean of 4 and 4 and of 0 and -6. */
    @Test
    void scoresAreAveragedBeforeTheyBecomeProbabilities() {
        Smoother smoother = new Hysteresis(new Hysteresis.Numbers(2, 0, 0.6, 0.3, 0, 0), IDLE, RATE);
        smoother.next(new float[] {4, 0, 0});
        float[] scores = smoother.next(new float[] {4, 0, -6}).scores();
        double sum = Math.exp(4) + 1 + Math.exp(-3);
        assertEquals(Math.exp(4) / sum, scores[LEFT], 1e-6);
        assertEquals(Math.exp(-3) / sum, scores[IDLE], 1e-6);
    }

    @Test
    void theIdleClassIsFoundByItsName() {
        assertEquals(2, Smoothing.idle(List.of("a", "b", "no gesture")).getAsInt());
        assertEquals(2, Smoothing.idle(List.of("Doing other things", "Drumming Fingers", "No gesture")).getAsInt());
        assertEquals(0, Smoothing.idle(List.of("Doing other things", "Drumming Fingers")).getAsInt());
        assertTrue(Smoothing.idle(List.of("a", "b")).isEmpty());
        assertTrue(Smoothing.idle(List.of()).isEmpty());
    }
}
