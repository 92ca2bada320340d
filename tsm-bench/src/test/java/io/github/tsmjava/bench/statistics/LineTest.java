package io.github.tsmjava.bench.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tsmjava.bench.statistics.Line.Point;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LineTest {

    @Test
    void slopeAndItsInterval() {
        Line line = Line.through(List.of(new Point(4, 13), new Point(8, 25), new Point(16, 49)));
        assertEquals(3, line.slope(), 1e-12);
        assertEquals(0, line.slopeHalf(), 1e-9);
        assertEquals(1, line.intercept(), 1e-12);
        assertEquals(1, line.r2(), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> Line.through(List.of(new Point(1, 1))));
    }

    /** 1, 2, 3 against 1, 2, 4: slope 1.5, residuals 1/6, -1/3, 1/6, so s = 0.408 and t(1) = 12.706. */
    @Test
    void anIntervalByHand() {
        Line line = Line.through(List.of(new Point(1, 1), new Point(2, 2), new Point(3, 4)));
        assertEquals(1.5, line.slope(), 1e-12);
        assertEquals(12.7062 * Math.sqrt(1.0 / 6) / Math.sqrt(2), line.slopeHalf(), 1e-3);
    }

    @Test
    void whereItBreaks() {
        List<Point> points = List.of(new Point(4, 40), new Point(8, 80), new Point(16, 160), new Point(32, 400));
        assertEquals(OptionalInt.of(3), Line.breaking(points));
        assertEquals(0.25, Line.off(points, 3), 1e-12);
        assertEquals(OptionalInt.empty(), Line.breaking(points.subList(0, 3)));
    }
}
