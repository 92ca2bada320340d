package io.github.tsmjava.train.streams;

import static io.github.tsmjava.train.streams.FrameLabels.ANY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameLabelsTest {

    private static final List<String> CLASSES = List.of("wave", "none");
    private static final List<StreamEvent> EVENTS = List.of(new StreamEvent(1, 2, "wave"));

    private static int[] labels(double start, int frames, double begun, double named) {
        return FrameLabels.of(EVENTS, IntStream.range(0, frames).mapToDouble(i -> start + i / 10.0).toArray(), CLASSES, 1,
                begun, named);
    }

    @Test
    void anEventIsNamedFromShortlyBeforeItsEndUntilShortlyAfterIt() {
        int[] expected = IntStream.rangeClosed(0, 30).map(i -> i < 12 ? 1 : i < 19 ? ANY : i <= 24 ? 0 : i <= 27 ? ANY : 1)
                .toArray();
        assertArrayEquals(expected, labels(0.001, 31, 0.15, 0.85));
    }

    @Test
    void itCanBeNamedEarlier() {
        int[] expected = IntStream.rangeClosed(0, 30).map(i -> i < 13 ? 1 : i < 15 ? ANY : i <= 24 ? 0 : i <= 27 ? ANY : 1)
                .toArray();
        assertArrayEquals(expected, labels(0.001, 31, 0.3, 0.45));
    }

    @Test
    void whoDidNotSeeItsBeginningNeedNotNameIt() {
        int[] expected = IntStream.range(0, 15).map(i -> i <= 13 ? ANY : 1).toArray();
        assertArrayEquals(expected, labels(1.401, 15, 0.15, 0.85));
    }

    @Test
    void unknownEventsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> FrameLabels.of(EVENTS, new double[] {0.5, 1.9}, List.of("none"), 0,
                0.15, 0.85));
    }
}
