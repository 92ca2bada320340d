package io.github.tsmjava.tensor.ops.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Activation;
import io.github.tsmjava.tensor.ops.Add;
import org.junit.jupiter.api.Test;

class ElementwiseTest {

    private static final float NAN = Float.NaN;

    @Test
    void reluKeepsNaN() {
        Tensor x = Tensor.of(new float[] {-2, -0f, 0, 3, 7, NAN}, 6);
        assertArrayEquals(new float[] {0, 0, 0, 3, 7, NAN}, Activation.RELU.apply(x).data());
        assertArrayEquals(new float[] {0, 0, 0, 3, 6, NAN}, Activation.RELU6.apply(x).data());
        assertEquals(-2, x.get(0));
        Activation.RELU6.apply(x, x);
        assertArrayEquals(new float[] {0, 0, 0, 3, 6, NAN}, x.data());
    }

    @Test
    void siluIsTheNumberTimesItsSigmoid() {
        float[] numbers = {-200, -20, -1, -0f, 0, 0.5f, 3, 100, NAN, Float.POSITIVE_INFINITY};
        Tensor y = Activation.SILU.apply(Tensor.of(numbers.clone(), numbers.length));
        for (int i = 0; i < numbers.length; i++) {
            assertEquals((float) (numbers[i] * (1 / (1 + Math.exp(-numbers[i])))), y.data()[i], 1e-6f);
        }
    }

    @Test
    void theIdentityChangesNothing() {
        float[] numbers = {-200, -0f, 0, NAN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};
        assertArrayEquals(numbers, Activation.IDENTITY.apply(Tensor.of(numbers.clone(), numbers.length)).data());
    }

    @Test
    void inPlaceOverwrites() {
        Tensor x = Tensor.of(new float[] {-2, 9}, 2);
        Activation.RELU.apply(x, x);
        assertArrayEquals(new float[] {0, 9}, x.data());
        Add.addInPlace(x, Tensor.of(new float[] {1, 2}, 2));
        assertArrayEquals(new float[] {1, 11}, x.data());
    }

    @Test
    void worksOnMoreThanOneTask() {
        Tensor x = Tensor.zeros(3, 50_021);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = i - 70_000;
        }
        Tensor relu = Activation.RELU.apply(x);
        Tensor sum = Add.add(x, relu);
        for (int i = 0; i < x.size(); i++) {
            assertEquals(Math.max(0, i - 70_000), relu.data()[i]);
            assertEquals(x.data()[i] + relu.data()[i], sum.data()[i]);
        }
    }

    @Test
    void batchNormNormalisesEachChannel() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 1, 2);
        Tensor y = BatchNorm.inference(x, Tensor.of(new float[] {2, 1}, 2), Tensor.of(new float[] {0.5f, 0}, 2),
                Tensor.of(new float[] {1, 3}, 2), Tensor.of(new float[] {4, 0.25f}, 2), 0);
        assertArrayEquals(new float[] {0.5f, 1.5f, 0, 2}, y.data());
    }

    @Test
    void batchNormAddsEpsilonToTheVariance() {
        Tensor one = Tensor.of(new float[] {1}, 1);
        Tensor zero = Tensor.zeros(1);
        Tensor y = BatchNorm.inference(Tensor.of(new float[] {3}, 1, 1), one, zero, zero, one, 3);
        assertArrayEquals(new float[] {1.5f}, y.data());
    }
}
