package io.github.tsmjava.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.ConvolutionMatrices;
import io.github.tsmjava.tensor.Sums;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.ConvAlgorithm;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.base.Scratch;
import io.github.tsmjava.tensor.kernel.winograd.WinogradKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Winograd's algorithm on planes against products of matrices, also for shapes where it does not pay. */
class WinogradKernelsTest {

    /** The transforms lose a few bits: what a sum of numbers of at most 1 may be off for each of its terms. */
    private static final double ROUNDING = 64 * 0x1p-24;

    private WinogradKernels kernels;

    @BeforeEach
    void present() {
        assumeTrue(Kernels.get().winograd().isPresent(), "the scalar kernels know only the definition");
        kernels = Kernels.get().winograd().orElseThrow();
    }

    private static List<ConvShape> shapes() {
        List<ConvShape> shapes = new ArrayList<>();
        for (int size : new int[] {1, 3, 4, 5, 8, 9, 16}) {
            shapes.add(new ConvShape(2, 3, size, size + 2, 5, 3, 3, 1, 1, 1, 1, 1));
        }
        for (int channels : new int[] {1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 65}) {
            shapes.add(new ConvShape(1, channels, 6, 7, 66 - channels, 3, 3, 1, 1, 1, 1, 1));
        }
        // More channels than a sum is deep, more tiles than a pass has, and a gradient's wide border.
        shapes.add(new ConvShape(1, 300, 5, 5, 6, 3, 3, 1, 1, 1, 1, 1));
        shapes.add(new ConvShape(9, 40, 24, 24, 36, 3, 3, 1, 1, 1, 1, 1));
        shapes.add(new ConvShape(150, 64, 4, 3, 70, 3, 3, 1, 1, 1, 1, 1));
        shapes.add(new ConvShape(2, 33, 9, 11, 34, 3, 3, 1, 1, 2, 2, 1));
        Random random = new Random(5);
        for (int i = 0; i < 30; i++) {
            shapes.add(new ConvShape(1 + random.nextInt(6), 1 + random.nextInt(50), 3 + random.nextInt(20),
                    3 + random.nextInt(20), 1 + random.nextInt(50), 3, 3, 1, 1, random.nextInt(3), random.nextInt(3),
                    1));
        }
        return shapes;
    }

    @Test
    void convolution() {
        for (ConvShape shape : shapes()) {
            Problem problem = new Problem(shape);
            assertClose(problem.matrices().output(problem.x, problem.weight, problem.bias),
                    problem.convolve(kernels.convolution(), 2), shape.depth() + 1, "" + shape);
        }
    }

    @Test
    void inputGradient() {
        for (ConvShape shape : shapes()) {
            Problem problem = new Problem(shape);
            assertClose(problem.matrices().inputGradient(problem.weight, problem.dy), problem.inputGradient(2),
                    9 * shape.outChannels(), "" + shape);
        }
    }

    @Test
    void weightGradient() {
        for (ConvShape shape : shapes()) {
            Problem problem = new Problem(shape);
            assertClose(problem.matrices().weightGradient(problem.x, problem.dy), problem.gradient(2),
                    shape.batch() * shape.outPlane(), "" + shape);
        }
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() {
        for (ConvShape shape : shapes()) {
            Problem problem = new Problem(shape);
            float[] y = problem.convolve(kernels.convolution(), 1);
            float[] dw = problem.gradient(1);
            for (int threads : new int[] {2, 3, 16}) {
                assertArrayEquals(y, problem.convolve(kernels.convolution(), threads), threads + " threads: " + shape);
                assertArrayEquals(dw, problem.gradient(threads), threads + " threads: " + shape);
            }
        }
    }

    @Test
    void chosenWhereItPaysAndIsAccurateEnough() {
        ConvShape large = new ConvShape(16, 64, 56, 56, 64, 3, 3, 1, 1, 1, 1, 1);
        assertEquals(kernels.convolution(), Kernels.get().convolution(large, Accuracy.FAST));
        assertFalse(Kernels.get().winograd(large, Accuracy.EXACT).isPresent());
        for (ConvShape other : List.of(
                new ConvShape(16, 64, 56, 56, 64, 3, 3, 2, 2, 1, 1, 1),
                new ConvShape(16, 64, 56, 56, 64, 3, 3, 1, 1, 1, 1, 2),
                new ConvShape(16, 64, 56, 56, 64, 5, 5, 1, 1, 2, 2, 1),
                new ConvShape(1, 64, 4, 4, 64, 3, 3, 1, 1, 1, 1, 1),
                new ConvShape(16, 3, 56, 56, 64, 3, 3, 1, 1, 1, 1, 1),
                new ConvShape(16, 64, 56, 56, 64, 3, 3, 1, 1, 3, 3, 1),
                new ConvShape(99, 64, 5, 5, 64, 3, 3, 1, 1, 1, 1, 1))) {
            assertFalse(Kernels.get().winograd(other, Accuracy.FAST).isPresent(), () -> "" + other);
        }
    }

    private static void assertClose(Sums sums, float[] actual, int terms, String message) {
        double[] expected = sums.values();
        assertEquals(expected.length, actual.length);
        double tolerance = ROUNDING * terms;
        for (int i = 0; i < expected.length; i++) {
            int index = i;
            assertTrue(Math.abs(expected[i] - actual[i]) <= tolerance, () -> "%s at %d: expected %s, got %s"
                    .formatted(message, index, expected[index], actual[index]));
        }
    }

    /** Random numbers for one shape. Results start as NaN, so that nothing can be left out. */
    private static final class Problem {

        private final ConvShape s;
        private final float[] x;
        private final float[] weight;
        private final float[] bias;
        private final float[] dy;

        Problem(ConvShape s) {
            Random random = new Random(s.hashCode());
            this.s = s;
            x = Numbers.random(random, s.batch() * s.inChannels() * s.inPlane());
            weight = Numbers.random(random, s.outChannels() * s.depth());
            bias = random.nextBoolean() ? Numbers.random(random, s.outChannels()) : null;
            dy = Numbers.random(random, s.batch() * s.outChannels() * s.outPlane());
        }

        ConvolutionMatrices matrices() {
            return ConvolutionMatrices.of(s);
        }

        float[] convolve(ConvAlgorithm algorithm, int threads) {
            float[] y = new float[dy.length];
            Arrays.fill(y, Float.NaN);
            spoilBuffers();
            try (WorkerPool pool = new WorkerPool(threads)) {
                algorithm.run(s, x, weight, bias, y, pool);
            }
            return y;
        }

        float[] inputGradient(int threads) {
            float[] dx = new float[x.length];
            Arrays.fill(dx, Float.NaN);
            try (WorkerPool pool = new WorkerPool(threads)) {
                Kernels.get().winograd().orElseThrow().convolution().inputGradient(s, weight, dy, dx, pool);
            }
            return dx;
        }

        float[] gradient(int threads) {
            float[] dw = new float[weight.length];
            Arrays.fill(dw, Float.NaN);
            spoilBuffers();
            try (WorkerPool pool = new WorkerPool(threads)) {
                Kernels.get().winograd().orElseThrow().weights().run(s, x, dy, dw, pool);
            }
            return dw;
        }

        /** What the last use left in this thread's buffers must not matter. */
        private static void spoilBuffers() {
            for (Scratch buffer : Scratch.values()) {
                float[] numbers = buffer.get(1);
                Arrays.fill(numbers, Float.NaN);
            }
        }
    }
}
