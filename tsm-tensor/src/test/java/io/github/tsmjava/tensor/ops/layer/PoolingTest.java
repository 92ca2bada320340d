package io.github.tsmjava.tensor.ops.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PoolingTest {

    private static final Tensor X = Tensor.of(new float[] {
        -1, -2, -3, -4, -5,
        -6, -7, -8, -9, -10,
        -11, -12, -13, -14, -15}, 1, 1, 3, 5);

    @Test
    void paddingNeverWinsAMaximum() {
        Tensor y = Pooling.maxPool2d(X, 3, 2, 1);
        assertArrayEquals(new int[] {1, 1, 2, 3}, y.shape());
        assertArrayEquals(new float[] {-1, -2, -4, -6, -7, -9}, y.data());
    }

    @Test
    void paddingCountsInAMean() {
        Tensor ones = Tensor.of(new float[] {1, 1, 1, 1}, 1, 1, 2, 2);
        float third = (float) (4 / 9.0);
        assertArrayEquals(new float[] {third, third, third, third}, Pooling.avgPool2d(ones, 3, 1, 1).data());
    }

    @Test
    void sizesAreRoundedDown() {
        assertArrayEquals(new float[] {-4, -6}, Pooling.avgPool2d(X, 2, 2, 0).data());
        assertArrayEquals(new float[] {-1, -3}, Pooling.maxPool2d(X, 2, 2, 0).data());
    }

    @Test
    void globalAverageIsTheMeanOfEachPlane() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 10, 20, 30, 40}, 1, 2, 2, 2);
        Tensor y = Pooling.globalAvgPool(x);
        assertArrayEquals(new int[] {1, 2}, y.shape());
        assertArrayEquals(new float[] {2.5f, 25}, y.data());
    }

    @Test
    void agreesWithTheDefinition() {
        Random random = new Random(11);
        for (int round = 0; round < 60; round++) {
            int kernel = 1 + random.nextInt(4);
            int stride = 1 + random.nextInt(3);
            int padding = random.nextInt(kernel / 2 + 1);
            Tensor x = Tensor.zeros(2, 3, kernel + random.nextInt(9), kernel + random.nextInt(9));
            for (int i = 0; i < x.size(); i++) {
                x.data()[i] = random.nextInt(-100, 100);
            }
            Tensor max = Pooling.maxPool2d(x, kernel, stride, padding);
            Tensor mean = Pooling.avgPool2d(x, kernel, stride, padding);
            for (int n = 0; n < 2; n++) {
                for (int c = 0; c < 3; c++) {
                    for (int i = 0; i < max.dim(2); i++) {
                        for (int j = 0; j < max.dim(3); j++) {
                            float[] expected = window(x, n, c, i * stride - padding, j * stride - padding, kernel);
                            assertEquals(expected[0], max.get(n, c, i, j));
                            assertEquals(expected[1], mean.get(n, c, i, j));
                        }
                    }
                }
            }
        }
    }

    /** The maximum and the mean of one window. */
    private static float[] window(Tensor x, int n, int c, int top, int left, int kernel) {
        float max = Float.NEGATIVE_INFINITY;
        double sum = 0;
        for (int i = Math.max(0, top); i < Math.min(x.dim(2), top + kernel); i++) {
            for (int j = Math.max(0, left); j < Math.min(x.dim(3), left + kernel); j++) {
                max = Math.max(max, x.get(n, c, i, j));
                sum += x.get(n, c, i, j);
            }
        }
        return new float[] {max, (float) (sum / (kernel * kernel))};
    }
}
