package io.github.tsmjava.tensor.ops.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Softmax;
import org.junit.jupiter.api.Test;

/** What follows the convolutions: linear layer, matrix product, softmax, consensus. */
class HeadTest {

    @Test
    void linearMultipliesByTheTransposedWeight() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        Tensor weight = Tensor.of(new float[] {1, 0, 0, 1, 1, 1}, 2, 3);
        Tensor y = Linear.linear(x, weight, Tensor.of(new float[] {10, 20}, 2));
        assertArrayEquals(new float[] {11, 26, 14, 35}, y.data());
        assertArrayEquals(new float[] {1, 6, 4, 15}, Linear.linear(x, weight, null).data());
    }

    @Test
    void matmulMultipliesEachMatrixOfABatch() {
        Tensor a = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2);
        Tensor b = Tensor.of(new float[] {1, 0, 0, 1, 0, 1, 1, 0}, 2, 2, 2);
        assertArrayEquals(new float[] {1, 2, 3, 4, 6, 5, 8, 7}, MatMul.matmul(a, b).data());
    }

    @Test
    void matmulTransposes() {
        Tensor a = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        assertArrayEquals(new float[] {14, 32, 32, 77}, MatMul.matmul(a, a, false, true).data());
        assertArrayEquals(new float[] {17, 22, 27, 22, 29, 36, 27, 36, 45}, MatMul.matmul(a, a, true, false).data());
    }

    @Test
    void aProductWithoutDepthIsZero() {
        assertArrayEquals(new float[4], MatMul.matmul(Tensor.zeros(2, 0), Tensor.zeros(0, 2)).data());
        assertEquals(0, MatMul.matmul(Tensor.zeros(0, 3), Tensor.zeros(3, 2)).size());
    }

    @Test
    void softmaxOfEachRow() {
        Tensor y = Softmax.softmax(Tensor.of(new float[] {1000, 1000, -500, -500 + (float) Math.log(3)}, 2, 2));
        assertArrayEquals(new float[] {0.5f, 0.5f, 0.25f, 0.75f}, y.data(), 1e-5f);
    }

    @Test
    void logSoftmax() {
        Tensor y = Softmax.logSoftmax(Tensor.of(new float[] {2, 0.5f, -1}, 3));
        assertArrayEquals(new float[] {-0.2413113f, -1.7413113f, -3.2413113f}, y.data(), 1e-6f);
    }

    @Test
    void consensusAveragesTheFramesOfEachClip() {
        Tensor logits = Tensor.of(new float[] {1, 10, 3, 30, 5, 50, 7, 70}, 4, 2);
        Tensor y = Consensus.average(logits, 2);
        assertArrayEquals(new int[] {2, 2}, y.shape());
        assertArrayEquals(new float[] {2, 20, 6, 60}, y.data());
    }
}
