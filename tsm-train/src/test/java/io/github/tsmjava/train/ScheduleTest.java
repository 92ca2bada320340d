package io.github.tsmjava.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.train.TrainingSettings.Schedule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

    @ParameterizedTest
    @CsvSource({"0, 0.02", "19, 0.02", "20, 0.002", "39, 0.002", "40, 0.0002", "49, 0.0002"})
    void step(int epoch, double rate) {
        assertEquals(rate, new Schedule.Step(0.02, List.of(20, 40)).rate(epoch), 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.02", "10, 0.0180901699", "25, 0.01", "40, 0.00190983006", "49, 1.97327157e-05"})
    void cosine(int epoch, double rate) {
        assertEquals(rate, new Schedule.Cosine(0.02, 50).rate(epoch), 1e-10);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.1", "1, 0.325", "2, 0.55", "3, 0.775", "4, 1", "5, 1", "24, 1", "25, 0.1"})
    void warmUp(int epoch, double rate) {
        assertEquals(rate, new Schedule.WarmUp(new Schedule.Step(1, List.of(25, 45)), 5).rate(epoch), 1e-12);
    }

    @Test
    void ratesThatAreNoneAreRefused() {
        assertThrows(ShapeException.class, () -> new Schedule.Step(0, List.of()));
        assertThrows(ShapeException.class, () -> new Schedule.Cosine(Double.NaN, 3));
    }
}
