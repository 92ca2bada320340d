package io.github.tsmjava.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.ConvolutionMatrices;
import io.github.tsmjava.tensor.Sums;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.ConvAlgorithm;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.scalar.ReferenceConvolution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every algorithm of this process's kernels, the reference among them, over one table of shapes. */
class ConvolutionKernelsTest {

    private static final ConvAlgorithm REFERENCE = new ReferenceConvolution();

    /** Shapes around every edge: tiles of 4, 6 and 8 rows and of 8 to 32 columns, blocks of 256 in depth, primes. */
    static List<ConvShape> shapes() {
        List<ConvShape> shapes = new ArrayList<>();
        for (int channels : new int[] {1, 3, 4, 5, 7, 8, 9, 17}) {
            shapes.add(square(1, channels, 5, 9 - channels % 3, 3, 1, 1, 1));
            shapes.add(square(2, 3, 6, channels, 1, 1, 0, 1));
        }
        for (int size : new int[] {1, 2, 3, 4, 5, 7, 8, 11, 13, 16, 17, 31, 32, 33, 47}) {
            shapes.add(square(1, 2, size, 9, 1, 1, 0, 1));
            shapes.add(square(2, 2, size, 5, 3, 1, 1, 1));
            shapes.add(square(3, 2, size, 5, 3, 2, 1, 1));
            shapes.add(square(2, 3, size, 3, 3, 1, 1, 3));
            shapes.add(square(2, 3, size, 3, 3, 2, 1, 3));
        }
        for (int depth : new int[] {255, 256, 257, 521}) {
            shapes.add(square(1, depth, 3, 9, 1, 1, 0, 1));
        }
        shapes.add(square(1, 30, 7, 11, 3, 1, 1, 1));
        shapes.add(square(3, 3, 19, 10, 7, 2, 3, 1));
        shapes.add(square(1, 2, 20, 3, 17, 1, 8, 1));
        shapes.add(square(2, 5, 9, 7, 1, 2, 0, 1));
        shapes.add(square(2, 5, 9, 7, 1, 1, 2, 1));
        shapes.add(square(2, 4, 11, 6, 3, 3, 1, 2));
        shapes.add(square(2, 12, 7, 24, 3, 1, 1, 3));
        shapes.add(square(1, 2, 9, 4, 2, 4, 0, 1));
        shapes.add(square(2, 4, 9, 8, 3, 1, 1, 4));
        shapes.add(square(2, 3, 9, 3, 5, 1, 2, 3));
        shapes.add(square(2, 3, 12, 3, 5, 3, 4, 3));
        shapes.add(square(2, 3, 9, 3, 1, 2, 0, 3));
        shapes.add(square(1, 3, 4, 3, 2, 3, 1, 3));
        shapes.add(square(1, 600, 2, 600, 1, 1, 0, 1));
        shapes.add(new ConvShape(2, 3, 7, 13, 5, 3, 1, 1, 2, 1, 0, 1));
        shapes.add(new ConvShape(2, 3, 13, 7, 5, 1, 5, 2, 1, 0, 2, 1));
        shapes.add(new ConvShape(2, 3, 11, 6, 3, 3, 5, 2, 3, 1, 2, 3));
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            shapes.add(random(random));
        }
        return shapes;
    }

    private static ConvShape square(int batch, int in, int size, int out, int kernel, int stride, int pad, int groups) {
        return new ConvShape(batch, in, size, size, out, kernel, kernel, stride, stride, pad, pad, groups);
    }

    private static ConvShape random(Random random) {
        int groups = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 1;
        int in = groups * (1 + (random.nextInt(3) == 0 ? 0 : random.nextInt(20)));
        int kernelHeight = 1 + random.nextInt(5);
        int kernelWidth = 1 + random.nextInt(5);
        return new ConvShape(1 + random.nextInt(4), in,
                kernelHeight + random.nextInt(20), kernelWidth + random.nextInt(20),
                groups * (1 + random.nextInt(20)), kernelHeight, kernelWidth,
                1 + random.nextInt(3), 1 + random.nextInt(3),
                random.nextInt(4), random.nextInt(4), groups);
    }

    @Test
    void everyAlgorithmAgreesWithTheProductOfMatrices() {
        int[] ran = new int[Kernels.get().convolutions().size()];
        for (ConvShape shape : shapes()) {
            Problem problem = new Problem(shape);
            Sums expected = ConvolutionMatrices.of(shape).output(problem.x, problem.weight, problem.bias);
            expected.assertRounded(problem.run(REFERENCE, 1), shape.depth() + 1, "scalar " + shape);
            for (int i = 0; i < ran.length; i++) {
                ConvAlgorithm algorithm = Kernels.get().convolutions().get(i);
                if (algorithm.accepts(shape)) {
                    String message = algorithm.name() + " " + shape;
                    expected.assertClose(problem.run(algorithm, 2), shape.depth() + 1, message);
                    ran[i]++;
                }
            }
        }
        for (int i = 0; i < ran.length; i++) {
            assertTrue(ran[i] > 10, Kernels.get().convolutions().get(i).name() + " ran only " + ran[i] + " shapes");
        }
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() {
        for (ConvShape shape : shapes()) {
            Problem problem = new Problem(shape);
            ConvAlgorithm algorithm = Kernels.get().convolution(shape);
            float[] one = problem.run(algorithm, 1);
            assertArrayEquals(one, problem.run(algorithm, 2), algorithm.name() + " with 2 threads: " + shape);
            assertArrayEquals(one, problem.run(algorithm, 3), algorithm.name() + " with 3 threads: " + shape);
        }
    }

    @Test
    void theReferenceIsLastAndAcceptsEverything() {
        ConvAlgorithm last = Kernels.get().convolutions().getLast();
        assertEquals(REFERENCE.name(), last.name());
        assertTrue(shapes().stream().allMatch(last::accepts));
    }

    /** Random numbers for one shape. The output starts as NaN, so that nothing can be left out. */
    private static final class Problem {

        private final ConvShape shape;
        private final float[] x;
        private final float[] weight;
        private final float[] bias;

        Problem(ConvShape shape) {
            Random random = new Random(shape.hashCode());
            this.shape = shape;
            x = Numbers.random(random, shape.batch() * shape.inChannels() * shape.inPlane());
            weight = Numbers.random(random, shape.outChannels() * shape.depth());
            bias = random.nextBoolean() ? Numbers.random(random, shape.outChannels()) : null;
        }

        float[] run(ConvAlgorithm algorithm, int threads) {
            float[] y = new float[shape.batch() * shape.outChannels() * shape.outPlane()];
            Arrays.fill(y, Float.NaN);
            try (WorkerPool pool = new WorkerPool(threads)) {
                algorithm.run(shape, x, weight, bias, y, pool);
            }
            return y;
        }
    }
}
