package io.github.tsmjava.tensor.ops.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.tsmjava.tensor.ConvolutionMatrices;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.ConvSpec;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Both gradients of a convolution over time against products of matrices in double precision, over random shapes. */
class Convolution3dGradientTest {

    /** The sum over all pixels is formed in many parts, so this holds where the bound for its length says little. */
    private static final int WEIGHT_ROUNDINGS = 68;

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
    void equalsTheProductOfItsMatrices() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            Problem p = new Problem(random);
            Tensor x = p.clips(p.x, p.segments);
            Tensor dy = p.clips(p.dy, p.spec.outputFrames(p.segments, p.weight.dim(2)));
            ConvolutionMatrices matrices = ConvolutionMatrices.of(x.shape(), p.weight.shape(), dy.shape(), p.spec);
            Tensor dx = p.clips(Tensor.of(p.inputGradient(2), p.x.shape()), p.segments);
            matrices.inputGradient(p.weight.data(), dy.data())
                    .assertClose(dx.data(), p.weight.size() / p.weight.dim(1) + 4, "input " + p);
            matrices.weightGradient(x.data(), dy.data())
                    .assertClose(p.weightGradient(2), WEIGHT_ROUNDINGS, "weight " + p);
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

        /** Frames in the batch as {@code [N, C, T, H, W]}. */
        Tensor clips(Tensor frames, int segments) {
            return frames.reshape(frames.dim(0) / segments, segments, frames.dim(1), frames.dim(2), frames.dim(3))
                    .permute(0, 2, 1, 3, 4);
        }

        @Override
        public String toString() {
            return x + " in clips of " + segments + ", weight " + weight + ", " + spec;
        }
    }
}
