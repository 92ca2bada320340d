package io.github.tsmjava.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.ConvolutionMatrices;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.layer.ConvolutionGradient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both gradients of a convolution against products of matrices in double precision, over a table of shapes. */
class ConvolutionGradientsTest {

    /** The sum over all pixels is formed in many parts, so this holds where the bound for its length says little. */
    private static final int WEIGHT_ROUNDINGS = 66;

    private static List<ConvShape> shapes() {
        List<ConvShape> shapes = new ArrayList<>(ConvolutionKernelsTest.shapes());
        for (int size : new int[] {1, 2, 4, 5, 7, 8, 13, 16, 20}) {
            for (int stride = 1; stride <= 2; stride++) {
                shapes.add(new ConvShape(3, 5, size, size + 1, 5, 3, 3, stride, stride, 1, 1, 5));
                shapes.add(new ConvShape(2, 6, size, size, 5, 1, 1, stride, stride, 0, 0, 1));
            }
        }
        // Planes that are read where they are, and enough images for several stages.
        shapes.add(new ConvShape(3, 10, 16, 32, 7, 1, 1, 1, 1, 0, 0, 1));
        shapes.add(new ConvShape(3, 70, 16, 32, 67, 1, 1, 1, 1, 0, 0, 1));
        shapes.add(new ConvShape(18, 64, 17, 17, 65, 1, 1, 1, 1, 0, 0, 1));
        shapes.add(new ConvShape(2, 160, 15, 20, 140, 1, 1, 1, 1, 0, 0, 2));
        shapes.add(new ConvShape(9, 40, 60, 60, 3, 3, 3, 1, 1, 1, 1, 1));
        shapes.add(new ConvShape(2, 3, 40, 40, 9, 7, 7, 2, 2, 3, 3, 1));
        // Many channels.
        shapes.add(new ConvShape(3, 193, 5, 4, 200, 3, 3, 1, 1, 1, 1, 1));
        shapes.add(new ConvShape(2, 200, 16, 16, 193, 1, 1, 1, 1, 0, 0, 1));
        shapes.add(new ConvShape(2, 386, 6, 6, 386, 3, 3, 2, 2, 1, 1, 2));
        // Subsampling.
        shapes.add(new ConvShape(2, 200, 15, 15, 193, 1, 1, 2, 2, 0, 0, 1));
        shapes.add(new ConvShape(2, 10, 31, 63, 7, 1, 1, 2, 2, 0, 0, 1));
        shapes.add(new ConvShape(2, 4, 9, 14, 5, 1, 1, 2, 3, 0, 0, 1));
        shapes.addAll(winogradShapes());
        return shapes;
    }

    /** Where Winograd's algorithm pays. */
    private static List<ConvShape> winogradShapes() {
        return List.of(new ConvShape(2, 33, 23, 25, 37, 3, 3, 1, 1, 1, 1, 1),
                new ConvShape(3, 40, 19, 21, 34, 3, 3, 1, 1, 0, 0, 1),
                new ConvShape(40, 32, 7, 6, 35, 3, 3, 1, 1, 1, 1, 1));
    }

    private static List<ConvShape> shapes(Accuracy accuracy) {
        if (accuracy == Accuracy.EXACT) {
            return shapes();
        }
        boolean scalar = Kernels.get().winograd().isEmpty();
        assertTrue(winogradShapes().stream().allMatch(s -> Kernels.get().winograd(s, accuracy).isPresent() != scalar));
        return winogradShapes();
    }

    @ParameterizedTest
    @EnumSource
    void input(Accuracy accuracy) {
        for (ConvShape shape : shapes(accuracy)) {
            Problem p = new Problem(shape, accuracy);
            ConvolutionMatrices.of(shape).inputGradient(p.weight.data(), p.dy.data())
                    .assertClose(p.inputGradient(2), shape.groupOutChannels() * shape.taps() + 2, "input " + shape);
        }
    }

    @ParameterizedTest
    @EnumSource
    void weight(Accuracy accuracy) {
        for (ConvShape shape : shapes(accuracy)) {
            Problem p = new Problem(shape, accuracy);
            ConvolutionMatrices.of(shape).weightGradient(p.x.data(), p.dy.data())
                    .assertClose(p.weightGradient(2), WEIGHT_ROUNDINGS, "weight " + shape);
        }
    }

    @Test
    void bias() {
        Tensor dy = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 1, 2);
        Tensor db = Tensor.zeros(2);
        ConvolutionGradient.bias(dy, db);
        assertArrayEquals(new float[] {1 + 2 + 5 + 6, 3 + 4 + 7 + 8}, db.data());
    }

    @ParameterizedTest
    @EnumSource
    void resultsDoNotDependOnTheNumberOfThreads(Accuracy accuracy) {
        for (ConvShape shape : shapes(accuracy)) {
            Problem p = new Problem(shape, accuracy);
            assertArrayEquals(p.inputGradient(1), p.inputGradient(3), "input " + shape);
            assertArrayEquals(p.weightGradient(1), p.weightGradient(3), "weight " + shape);
        }
    }

    private static final class Problem {

        private final ConvShape s;
        private final Accuracy accuracy;
        private final ConvSpec spec;
        private final Tensor x;
        private final Tensor weight;
        private final Tensor dy;

        Problem(ConvShape s, Accuracy accuracy) {
            this.s = s;
            this.accuracy = accuracy;
            Random random = new Random(s.hashCode());
            spec = new ConvSpec(s.strideHeight(), s.strideWidth(), s.padHeight(), s.padWidth(), s.groups());
            x = tensor(random, s.batch(), s.inChannels(), s.inHeight(), s.inWidth());
            weight = tensor(random, s.outChannels(), s.groupInChannels(), s.kernelHeight(), s.kernelWidth());
            dy = tensor(random, s.batch(), s.outChannels(), s.outHeight(), s.outWidth());
        }

        private static Tensor tensor(Random random, int... shape) {
            return Tensor.of(Numbers.random(random, Tensor.size(shape)), shape);
        }

        float[] inputGradient(int threads) {
            Tensor dx = garbage(x);
            try (WorkerPool pool = new WorkerPool(threads)) {
                pool.run(() -> ConvolutionGradient.input(dy, weight, spec, accuracy, dx));
            }
            return dx.data();
        }

        float[] weightGradient(int threads) {
            Tensor dw = garbage(weight);
            try (WorkerPool pool = new WorkerPool(threads)) {
                pool.run(() -> ConvolutionGradient.weight(x, dy, spec, accuracy, dw));
            }
            return dw.data();
        }

        /** Nothing may be left of it. */
        private static Tensor garbage(Tensor like) {
            Tensor tensor = Tensor.zeros(like.shape());
            Arrays.fill(tensor.data(), Float.NaN);
            return tensor;
        }
    }
}
