package io.github.tsmjava.train.evaluation.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.train.evaluation.streams.StreamEvaluation.Alarm;
import io.github.tsmjava.train.streams.StreamEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamEvaluationTest {

    private static final StreamEvent LEFT = new StreamEvent(10, 11, "left");
    private static final StreamEvent RIGHT = new StreamEvent(20, 21, "right");

    private static StreamEvaluation of(Alarm... alarms) {
        return StreamEvaluation.of(60, List.of(LEFT, RIGHT), List.of(alarms));
    }

    @Test
    void anAlarmOfTheRightClassWithinASecondFinds() {
        for (double time : new double[] {10, 10.5, 11, 12}) {
            StreamEvaluation rated = of(new Alarm(time, "left"));
            assertEquals(List.of(new StreamEvaluation.Found(LEFT, time - 11)), rated.found());
            assertEquals(List.of(RIGHT), rated.missed());
            assertEquals(0, rated.wrongPerMinute());
            assertEquals(0.5, rated.recall());
        }
    }

    @Test
    void whateverElseIsFalse() {
        for (Alarm alarm : List.of(new Alarm(9.9, "left"), new Alarm(12.1, "left"), new Alarm(10.5, "right"),
                new Alarm(30, "left"), new Alarm(10.5, "other"))) {
            StreamEvaluation rated = of(alarm);
            assertEquals(List.of(alarm), rated.wrong());
            assertEquals(2, rated.missed().size());
            assertEquals(1, rated.wrongPerMinute());
            assertTrue(Double.isNaN(rated.delay(0.5)));
        }
    }

    @Test
    void aSecondAlarmOfTheSameEventIsFalse() {
        StreamEvaluation rated = of(new Alarm(10.5, "left"), new Alarm(11.5, "left"));
        assertEquals(1, rated.found().size());
        assertEquals(List.of(new Alarm(11.5, "left")), rated.wrong());
    }

    @Test
    void twoEventsOfAKindNeedTwoAlarms() {
        List<StreamEvent> twice = List.of(LEFT, new StreamEvent(11.5, 12.5, "left"));
        StreamEvaluation rated = StreamEvaluation.of(60, twice, List.of(new Alarm(11.8, "left"), new Alarm(12, "left")));
        assertEquals(2, rated.found().size());
        assertEquals(0, rated.wrong().size());
    }

    @Test
    void delaysAreThoseOfFoundEvents() {
        StreamEvaluation rated = of(new Alarm(10.75, "left"), new Alarm(21.5, "right"));
        assertEquals(-0.25, rated.delay(0.5));
        assertEquals(0.5, rated.delay(0.9));
    }

    @Test
    void severalStreamsAreRatedTogetherAndEachClassAlone() {
        StreamEvaluation all = StreamEvaluation.of(List.of(of(new Alarm(10, "left")), of(new Alarm(3, "right"))));
        assertEquals(120, all.seconds());
        assertEquals(0.25, all.recall());
        assertEquals(0.5, all.wrongPerMinute());
        assertEquals(0.5, all.ofClass("left").recall());
        assertEquals(0, all.ofClass("left").wrong().size());
        assertEquals(1, all.ofClass("right").wrong().size());
        assertEquals(2, all.ofClass("right").missed().size());
    }
}
