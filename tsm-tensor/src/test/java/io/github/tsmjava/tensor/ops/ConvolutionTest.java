package io.github.tsmjava.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.tsmjava.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ConvolutionTest {

    private static final Tensor X = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3);

    @Test
    void sumsTheNeighbourhoodAndPadsWithZeros() {
        Tensor box = Tensor.of(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1}, 1, 1, 3, 3);
        Tensor y = Convolution.conv2d(X, box, Tensor.of(new float[] {0.5f}, 1), ConvSpec.of(1, 1));
        assertArrayEquals(new int[] {1, 1, 3, 3}, y.shape());
        assertArrayEquals(new float[] {12.5f, 21.5f, 16.5f, 27.5f, 45.5f, 33.5f, 24.5f, 39.5f, 28.5f}, y.data());
    }

    @Test
    void doesNotMirrorTheFilter() {
        Tensor right = Tensor.of(new float[] {0, 0, 0, 0, 0, 1, 0, 0, 0}, 1, 1, 3, 3);
        Tensor y = Convolution.conv2d(X, right, null, ConvSpec.of(1, 1));
        assertArrayEquals(new float[] {2, 3, 0, 5, 6, 0, 8, 9, 0}, y.data());
    }

    @Test
    void stridesMayDiffer() {
        Tensor one = Tensor.of(new float[] {1}, 1, 1, 1, 1);
        Tensor y = Convolution.conv2d(X, one, null, new ConvSpec(2, 1, 0, 0, 1));
        assertArrayEquals(new float[] {1, 2, 3, 7, 8, 9}, y.data());
    }

    @Test
    void groupsDoNotSeeEachOther() {
        Tensor x = Tensor.of(new float[] {1, 10, 100, 1000}, 1, 4, 1, 1);
        Tensor weight = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2, 1, 1);
        Tensor y = Convolution.conv2d(x, weight, null, ConvSpec.of(1, 0, 2));
        assertArrayEquals(new float[] {21, 4300}, y.data());
    }
}
