package io.github.tsmjava.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift.Boundary;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShiftTest {

    /** Four frames of eight channels, {@code x[t][c] = 10·(t + 1) + c}. */
    private static final Tensor X = Tensor.of(new float[] {
        10, 11, 12, 13, 14, 15, 16, 17,
        20, 21, 22, 23, 24, 25, 26, 27,
        30, 31, 32, 33, 34, 35, 36, 37,
        40, 41, 42, 43, 44, 45, 46, 47}, 4, 8);

    static List<Shift> allForms() {
        return List.of(Shift.bidirectional(8), Shift.bidirectional(4), Shift.bidirectional(3), Shift.bidirectional(2),
                Shift.unidirectional(8), Shift.unidirectional(4),
                Shift.quarters(Boundary.ZERO), Shift.quarters(Boundary.CIRCULANT),
                new Shift(8, 1, -1, Boundary.CIRCULANT), new Shift(5, 0, 1, Boundary.CIRCULANT),
                new Shift(2, 1, 1, Boundary.ZERO), new Shift(3, 0, 0, Boundary.ZERO), Shift.bidirectional(1000));
    }

    @Test
    void bidirectionalTakesTheFutureFirst() {
        assertArrayEquals(new float[] {
            20, 0, 12, 13, 14, 15, 16, 17,
            30, 11, 22, 23, 24, 25, 26, 27,
            40, 21, 32, 33, 34, 35, 36, 37,
            0, 31, 42, 43, 44, 45, 46, 47}, Shift.bidirectional(8).apply(X, 4).data());
    }

    @Test
    void aSmallerDivisorMovesMore() {
        assertArrayEquals(new float[] {
            20, 21, 0, 0, 14, 15, 16, 17,
            30, 31, 12, 13, 24, 25, 26, 27,
            40, 41, 22, 23, 34, 35, 36, 37,
            0, 0, 32, 33, 44, 45, 46, 47}, Shift.bidirectional(4).apply(X, 4).data());
    }

    @Test
    void unidirectionalTakesThePastOnly() {
        assertArrayEquals(new float[] {
            0, 11, 12, 13, 14, 15, 16, 17,
            10, 21, 22, 23, 24, 25, 26, 27,
            20, 31, 32, 33, 34, 35, 36, 37,
            30, 41, 42, 43, 44, 45, 46, 47}, Shift.unidirectional(8).apply(X, 4).data());
    }

    @Test
    void quartersTakeThePastFirst() {
        assertArrayEquals(new float[] {
            0, 0, 22, 23, 14, 15, 16, 17,
            10, 11, 32, 33, 24, 25, 26, 27,
            20, 21, 42, 43, 34, 35, 36, 37,
            30, 31, 0, 0, 44, 45, 46, 47}, Shift.quarters(Boundary.ZERO).apply(X, 4).data());
    }

    @Test
    void circulantQuartersCloseTheRing() {
        assertArrayEquals(new float[] {
            40, 41, 22, 23, 14, 15, 16, 17,
            10, 11, 32, 33, 24, 25, 26, 27,
            20, 21, 42, 43, 34, 35, 36, 37,
            30, 31, 12, 13, 44, 45, 46, 47}, Shift.quarters(Boundary.CIRCULANT).apply(X, 4).data());
    }

    @Test
    void theAdjointCarriesGradientsBack() {
        Tensor gradient = Tensor.zeros(4, 8);
        for (int t = 0; t < 4; t++) {
            for (int c = 0; c < 8; c++) {
                gradient.set(100 * (t + 1) + c, t, c);
            }
        }
        assertArrayEquals(new float[] {
            0, 201, 102, 103, 104, 105, 106, 107,
            100, 301, 202, 203, 204, 205, 206, 207,
            200, 401, 302, 303, 304, 305, 306, 307,
            300, 0, 402, 403, 404, 405, 406, 407}, Shift.bidirectional(8).adjoint().apply(gradient, 4).data());
    }

    @ParameterizedTest
    @MethodSource("allForms")
    void theAdjointIsDual(Shift shift) {
        for (int segments : new int[] {1, 2, 3, 8}) {
            Tensor x = integers(new Random(1), 2 * segments, 13, 3, 2);
            Tensor g = integers(new Random(2), 2 * segments, 13, 3, 2);
            double forward = dot(shift.apply(x, segments), g);
            assertEquals(forward, dot(x, shift.adjoint().apply(g, segments)), shift + " T=" + segments);
        }
    }

    @ParameterizedTest
    @MethodSource("allForms")
    void inPlaceEqualsApply(Shift shift) {
        for (int segments : new int[] {1, 2, 3, 8}) {
            for (int channels : new int[] {1, 7, 8, 36}) {
                Tensor x = integers(new Random(segments), 3 * segments, channels, 2, 3);
                Tensor expected = shift.apply(x, segments);
                shift.applyInPlace(x, segments);
                assertArrayEquals(expected.data(), x.data(), shift + " T=" + segments + " C=" + channels);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("allForms")
    void clipsOfABatchDoNotMix(Shift shift) {
        Tensor first = integers(new Random(3), 4, 9, 2, 2);
        Tensor second = integers(new Random(4), 4, 9, 2, 2);
        Tensor together = shift.apply(Tensor.concat(List.of(first, second)), 4);
        assertArrayEquals(shift.apply(first, 4).data(), together.slice(0, 4).data());
        assertArrayEquals(shift.apply(second, 4).data(), together.slice(4, 8).data());
    }

    @Test
    void theAdjointUndoesAllButTheBorders() {
        Shift shift = Shift.bidirectional(4);
        Tensor back = shift.adjoint().apply(shift.apply(X, 4), 4);
        Tensor expected = X.copy();
        for (int c = 0; c < 2; c++) {
            expected.set(0, 0, c);
            expected.set(0, 3, c + 2);
        }
        assertArrayEquals(expected.data(), back.data());
    }

    @Test
    void aRingIsUndoneCompletely() {
        Shift shift = Shift.quarters(Boundary.CIRCULANT);
        assertArrayEquals(X.data(), shift.adjoint().apply(shift.apply(X, 4), 4).data());
    }

    @Test
    void oneFrameLosesBothGroups() {
        assertArrayEquals(new float[] {0, 0, 0, 0, 14, 15, 16, 17},
                Shift.bidirectional(4).apply(X.slice(0, 1), 1).data());
    }

    @Test
    void fewerChannelsThanTheDivisorIsTheIdentity() {
        assertArrayEquals(X.data(), Shift.bidirectional(9).apply(X, 4).data());
        assertEquals(0, Shift.bidirectional(9).fold(8));
    }

    @Test
    void theRemainderOfTheChannelsStays() {
        Shift shift = Shift.bidirectional(8);
        assertEquals(4, shift.fold(36));
        Tensor x = integers(new Random(6), 8, 36, 1, 1);
        Tensor y = shift.apply(x, 8);
        for (int t = 0; t < 8; t++) {
            for (int c = 8; c < 36; c++) {
                assertEquals(x.get(t, c, 0, 0), y.get(t, c, 0, 0));
            }
        }
    }

    @Test
    void reversedTimeExchangesTheDirections() {
        Shift shift = Shift.bidirectional(8);
        assertArrayEquals(reversed(shift.apply(X, 4)).data(), shift.adjoint().apply(reversed(X), 4).data());
    }

    @Test
    void steppingThroughAStreamEqualsTheWholeSequence() {
        Shift shift = Shift.unidirectional(8);
        Tensor x = integers(new Random(8), 6, 17, 2, 3);
        Tensor expected = shift.apply(x, 6);
        Tensor memory = Tensor.zeros(1, 2, 2, 3);
        for (int t = 0; t < 6; t++) {
            Tensor frame = x.slice(t, t + 1);
            assertArrayEquals(expected.slice(t, t + 1).data(), shift.step(frame, memory).data(), "frame " + t);
            memory = shift.memory(frame);
        }
    }

    @Test
    void onlyTheCausalFormStreams() {
        assertThrows(IllegalStateException.class, () -> Shift.bidirectional(8).memory(X));
        assertThrows(IllegalStateException.class, () -> Shift.bidirectional(8).step(X, X));
    }

    private static Tensor reversed(Tensor x) {
        return Tensor.concat(List.of(x.slice(3, 4), x.slice(2, 3), x.slice(1, 2), x.slice(0, 1)));
    }

    /** Small integers, whose products and sums are exact. */
    private static Tensor integers(Random random, int... shape) {
        Tensor x = Tensor.zeros(shape);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = random.nextInt(-50, 50);
        }
        return x;
    }

    private static double dot(Tensor a, Tensor b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += (double) a.data()[i] * b.data()[i];
        }
        return sum;
    }
}
