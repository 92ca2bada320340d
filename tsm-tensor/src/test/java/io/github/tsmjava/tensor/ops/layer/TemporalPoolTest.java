package io.github.tsmjava.tensor.ops.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.tsmjava.tensor.Tensor;
import org.junit.jupiter.api.Test;

class TemporalPoolTest {

    @Test
    void eachWindowStartsOneFrameEarly() {
        Tensor x = Tensor.of(new float[] {5, 1, 9, 2, 3, 4, 8, 7}, 8, 1, 1, 1);
        Tensor y = TemporalPool.maxPool(x, 8);
        assertArrayEquals(new int[] {4, 1, 1, 1}, y.shape());
        // Windows {0,1}, {1,2,3}, {3,4,5}, {5,6,7}.
        assertArrayEquals(new float[] {5, 9, 4, 8}, y.data());
    }

    @Test
    void clipsDoNotMixAndPaddingNeverWins() {
        Tensor x = Tensor.of(new float[] {-1, -2, -3, 50, -5, -6, -7, -8}, 8, 1, 1, 1);
        assertArrayEquals(new float[] {-1, 50, -5, -6}, TemporalPool.maxPool(x, 4).data());
    }

    @Test
    void windowsOfOtherSizes() {
        Tensor x = Tensor.of(new float[] {5, 1, 9, 2, 3, 4, 8, 7, 6, 0}, 10, 1, 1, 1);
        assertArrayEquals(new float[] {5, 9, 8, 7},
                TemporalPool.maxPool(x, 5, new TemporalPool.Window(2, 2, 0)).data());
        assertArrayEquals(new float[] {5, 9, 3, 4, 7, 0},
                TemporalPool.maxPool(x, 5, new TemporalPool.Window(1, 2, 0)).data());
    }

    @Test
    void everyElementIsPooledByItself() {
        Tensor x = Tensor.of(new float[] {1, 8, 3, 4, 5, 2, 7, 0}, 2, 2, 1, 2);
        assertArrayEquals(new float[] {5, 8, 7, 4}, TemporalPool.maxPool(x, 2).data());
    }
}
