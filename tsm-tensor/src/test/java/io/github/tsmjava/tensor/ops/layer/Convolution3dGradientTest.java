package io.github.tsmjava.tensor.ops.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.ConvSpec;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Both gradients of a convolution over time against their definition in double precision, over random shapes. */
class Convolution3dGradientTest {

    private static final double ROUNDING = 0x1p-24;

    /** Two clips of three frames of one pixel; the frame before the first and the one after the last are zero. */
    @Test
    void workedExample() {
        Tensor x = Tensor.of(new float[] {1, 2, 4, 10, 20, 40}, 6, 1, 1, 1);
        Tensor weight = Tensor.of(new float[] {1, 10, 100}, 1, 1, 3, 1, 1);
        Tensor dy = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 6, 1, 1, 1);
        Conv3dSpec spec = Conv3dSpec.of(1, 1, 1, 0);
        Tensor dx = Tensor.zeros(6, 1, 1, 1);
        Convolution3dGradient.input(dy, 3, weight, spec, dx);
        assertArrayEquals(new float[] {12, 123, 230, 45, 456, 560}, dx.data());
        Tensor dw = Tensor.zeros(1, 1, 3, 1, 1);
        Convolution3dGradient.weight(x, 3, dy, spec, dw);
        assertArrayEquals(new float[] {1 * 2 + 2 * 3 + 10 * 5 + 20 * 6, 1 + 4 + 12 + 40 + 100 + 240,
            2 * 1 + 4 * 2 + 20 * 4 + 40 * 5}, dw.data());
    }

    @Test
    void equalsItsDefinition() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            Problem p = new Problem(random);
            double[] dx = new double[p.x.size()];
            double[] dxSizes = new double[p.x.size()];
            double[] dw = new double[p.weight.size()];
            double[] dwSizes = new double[p.weight.size()];
            p.forEachProduct((x, w, y) -> {
                double forInput = (double) p.weight.data()[w] * p.dy.data()[y];
                double forWeight = (double) p.x.data()[x] * p.dy.data()[y];
                dx[x] += forInput;
                dw[w] += forWeight;
                dxSizes[x] += Math.abs(forInput);
                dwSizes[w] += Math.abs(forWeight);
            });
            assertClose(dx, dxSizes, p.inputGradient(2), p.weight.size() / p.weight.dim(1), "input " + p);
            assertClose(dw, dwSizes, p.weightGradient(2), 64, "weight " + p);
        }
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() {
        Random random = new Random(8);
        for (int i = 0; i < 40; i++) {
            Problem p = new Problem(random);
            assertArrayEquals(p.inputGradient(1), p.inputGradient(3), "input " + p);
            assertArrayEquals(p.weightGradient(1), p.weightGradient(3), "weight " + p);
        }
    }

    /** A sum of so many terms of these sizes may be off by a rounding for each term. */
    private static void assertClose(double[] expected, double[] sizes, float[] actual, int terms, String message) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], (terms + 4) * ROUNDING * sizes[i], message + " at " + i);
        }
    }

    @FunctionalInterface
    private interface Product {
        /** One product of the convolution: which numbers of input, weight and output. */
        void at(int x, int w, int y);
    }

    private static final class Problem {

        private final int segments;
        private final Conv3dSpec spec;
        private final Tensor x;
        private final Tensor weight;
        private final Tensor dy;

        Problem(Random random) {
            int kernelT = 1 + random.nextInt(5);
            int kernelH = 1 + random.nextInt(4);
            int kernelW = 1 + random.nextInt(4);
            spec = new Conv3dSpec(1 + random.nextInt(3), random.nextInt(3), new ConvSpec(1 + random.nextInt(3),
                    1 + random.nextInt(3), random.nextInt(3), random.nextInt(3), 1));
            int clips = 1 + random.nextInt(3);
            segments = kernelT + random.nextInt(6);
            x = random(random, clips * segments, 1 + random.nextInt(9), kernelH + random.nextInt(9),
                    kernelW + random.nextInt(9));
            weight = random(random, 1 + random.nextInt(12), x.dim(1), kernelT, kernelH, kernelW);
            dy = random(random, clips * spec.outputFrames(segments, kernelT), weight.dim(0),
                    spec.image().outputHeight(x.dim(2), kernelH), spec.image().outputWidth(x.dim(3), kernelW));
        }

        private static Tensor random(Random random, int... shape) {
            Tensor tensor = Tensor.zeros(shape);
            for (int i = 0; i < tensor.size(); i++) {
                tensor.data()[i] = 2 * random.nextFloat() - 1;
            }
            return tensor;
        }

        float[] inputGradient(int threads) {
            Tensor dx = garbage(x);
            try (WorkerPool pool = new WorkerPool(threads)) {
                pool.run(() -> Convolution3dGradient.input(dy, segments, weight, spec, dx));
            }
            return dx.data();
        }

        float[] weightGradient(int threads) {
            Tensor dw = garbage(weight);
            try (WorkerPool pool = new WorkerPool(threads)) {
                pool.run(() -> Convolution3dGradient.weight(x, segments, dy, spec, dw));
            }
            return dw.data();
        }

        /** Nothing may be left of it. */
        private static Tensor garbage(Tensor like) {
            Tensor tensor = Tensor.zeros(like.shape());
            Arrays.fill(tensor.data(), Float.NaN);
            return tensor;
        }

        void forEachProduct(Product product) {
            int frames = spec.outputFrames(segments, weight.dim(2));
            for (int y = 0; y < dy.size(); y++) {
                int column = y % dy.dim(3);
                int row = y / dy.dim(3) % dy.dim(2);
                int o = y / (dy.dim(3) * dy.dim(2)) % dy.dim(1);
                int frame = y / (dy.dim(3) * dy.dim(2) * dy.dim(1));
                forEachProduct(frame / frames, frame % frames, o, row, column, y, product);
            }
        }

        private void forEachProduct(int clip, int frame, int o, int row, int column, int y, Product product) {
            ConvSpec image = spec.image();
            int depth = weight.size() / weight.dim(0);
            for (int k = 0; k < depth; k++) {
                int w = column * image.strideW() - image.padW() + k % weight.dim(4);
                int h = row * image.strideH() - image.padH() + k / weight.dim(4) % weight.dim(3);
                int tap = k / (weight.dim(4) * weight.dim(3)) % weight.dim(2);
                int t = frame * spec.strideT() - spec.padT() + tap;
                int c = k / (weight.dim(4) * weight.dim(3) * weight.dim(2));
                if (t >= 0 && t < segments && h >= 0 && h < x.dim(2) && w >= 0 && w < x.dim(3)) {
                    int plane = (clip * segments + t) * x.dim(1) + c;
                    product.at((plane * x.dim(2) + h) * x.dim(3) + w, o * depth + k, y);
                }
            }
        }

        @Override
        public String toString() {
            return x + " in clips of " + segments + ", weight " + weight + ", " + spec;
        }
    }
}
