package io.github.tsmjava.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TensorTextTest {

    @Test
    void shapeThenElements() {
        assertEquals("[2, 2] [[1, 0.5], [-1, 2.25]]", Tensor.of(new float[] {1, .5f, -1, 2.25f}, 2, 2).toString());
        assertEquals("[] 3", Tensor.of(new float[] {3}).toString());
        assertEquals("[0] []", Tensor.zeros(0).toString());
        assertEquals("[2, 0] [[], []]", Tensor.zeros(2, 0).toString());
        assertEquals("[6] [0.3333, 1000, 1.235e+06, 1e-09, NaN, -Infinity]", Tensor.of(new float[] {
                1 / 3f, 1000, 1_234_567, 1e-9f, Float.NaN, Float.NEGATIVE_INFINITY}, 6).toString());
    }

    @Test
    void longAxesAreShortened() {
        float[] elements = new float[7 * 8];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = i;
        }
        assertEquals("[7, 8] [[0, 1, 2, …, 5, 6, 7], [8, 9, 10, …, 13, 14, 15], [16, 17, 18, …, 21, 22, 23], …, "
                + "[32, 33, 34, …, 37, 38, 39], [40, 41, 42, …, 45, 46, 47], [48, 49, 50, …, 53, 54, 55]]",
                Tensor.of(elements, 7, 8).toString());
        assertEquals("[3, 1, 2] [[[0, 0]], …, [[0, 0]]]", Tensor.zeros(3, 1, 2).toString());
        assertTrue(Tensor.zeros(8, 64, 56, 56).toString().length() < 1000);
    }

    @Test
    void messagesHaveTheShapeAlone() {
        ShapeException refused = assertThrows(ShapeException.class,
                () -> ShapeException.require(false, "found %s, not %d", Tensor.zeros(2, 3), 4));
        assertEquals("found [2, 3], not 4", refused.getMessage());
    }
}
