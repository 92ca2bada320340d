package io.github.tsmjava.tensor.ops.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Activation;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.tensor.ops.Softmax;
import io.github.tsmjava.tensor.ops.training.CrossEntropy;
import io.github.tsmjava.tensor.ops.training.Dropout;
import io.github.tsmjava.tensor.ops.training.Norm;
import io.github.tsmjava.tensor.ops.training.Normalization;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients of the cheap operators: linear ones by duality, the others by central differences. */
class GradientTest {

    private final Random random = new Random(5);

    @Test
    void shiftWorkedExample() {
        Tensor g = Tensor.zeros(4, 8, 1, 1);
        for (int i = 0; i < 32; i++) {
            g.data()[i] = 100 * (i / 8 + 1) + i % 8;
        }
        assertArrayEquals(new float[] {
            0, 201, 102, 103, 104, 105, 106, 107, 100, 301, 202, 203, 204, 205, 206, 207,
            200, 401, 302, 303, 304, 305, 306, 307, 300, 0, 402, 403, 404, 405, 406, 407},
                Shift.bidirectional(8).adjoint().apply(g, 4).data());
    }

    @ParameterizedTest
    @EnumSource
    void shift(Shift.Boundary boundary) {
        for (Shift shift : new Shift[] {new Shift(3, 1, -1, boundary), new Shift(4, -1, 0, boundary)}) {
            assertDual(x -> shift.apply(x, 3), normal(6, 9, 2, 3), g -> shift.adjoint().apply(g, 3));
        }
    }

    @Test
    void averages() {
        for (int i = 0; i < 30; i++) {
            int kernel = 1 + random.nextInt(4);
            int stride = 1 + random.nextInt(3);
            int padding = random.nextInt(kernel / 2 + 1);
            int segments = 1 + random.nextInt(4);
            Tensor x = normal(segments * (1 + random.nextInt(2)), 1 + random.nextInt(4), kernel + random.nextInt(6),
                    kernel + random.nextInt(6));
            assertDual(t -> Pooling.avgPool2d(t, kernel, stride, padding), x,
                    g -> fill(x, dx -> PoolingGradient.avgPool2d(g, kernel, stride, padding, dx)));
            assertDual(Pooling::globalAvgPool, x, g -> fill(x, dx -> PoolingGradient.globalAvgPool(g, dx)));
            Tensor logits = normal(x.dim(0), x.dim(1));
            assertDual(t -> Consensus.average(t, segments), logits,
                    g -> fill(logits, dx -> Consensus.averageGradient(g, segments, dx)));
        }
    }

    /** At one point, a maximum is a linear operator: it picks. */
    @Test
    void maxima() {
        Tensor x = normal(4, 3, 7, 6);
        Tensor y = Pooling.maxPool2d(x, 3, 2, 1);
        Tensor g = normal(y.shape());
        Tensor dx = fill(x, t -> PoolingGradient.maxPool2d(g, x, y, 3, 2, 1, t));
        assertEquals(dot(y, g), dot(x, dx), 1e-4);
        assertDifferences(() -> dot(Pooling.maxPool2d(x, 3, 2, 1), g), x, dx, 1e-4, 1e-2);

        for (TemporalPool.Window window : List.of(TemporalPool.Window.HALF, new TemporalPool.Window(2, 2, 0),
                new TemporalPool.Window(1, 2, 0), new TemporalPool.Window(3, 1, 1))) {
            Tensor z = TemporalPool.maxPool(x, 4, window);
            Tensor h = normal(z.shape());
            Tensor dt = fill(x, t -> PoolingGradient.temporalMaxPool(h, x, z, 4, window, t));
            assertEquals(dot(z, h), dot(x, dt), 1e-4);
            assertDifferences(() -> dot(TemporalPool.maxPool(x, 4, window), h), x, dt, 1e-4, 1e-2);
        }
    }

    @Test
    void equalMaximaGoToTheFirst() {
        Tensor x = Tensor.of(new float[] {1, 1, 1, 1}, 1, 1, 2, 2);
        Tensor one = Tensor.of(new float[] {1}, 1, 1, 1, 1);
        Tensor dx = fill(x, t -> PoolingGradient.maxPool2d(one, x, one, 2, 2, 0, t));
        assertArrayEquals(new float[] {1, 0, 0, 0}, dx.data());
    }

    @Test
    void softmax() {
        Tensor x = normal(3, 5);
        Tensor g = normal(3, 5);
        Tensor dx = Softmax.gradient(g, Softmax.softmax(x));
        assertDifferences(() -> dot(Softmax.softmax(x), g), x, dx, 1e-2, 1e-4);
        Tensor y = Softmax.softmax(x);
        Softmax.gradient(g, y, g);
        assertArrayEquals(dx.data(), g.data());
        Softmax.softmax(x, x);
        assertArrayEquals(y.data(), x.data());
    }

    @Test
    void crossEntropyWorkedExample() {
        Tensor logits = Tensor.of(new float[] {2, 0.5f, -1}, 1, 3);
        assertEquals(0.6913113, CrossEntropy.of(logits, Tensor.of(new float[] {0.7f, 0.3f, 0}, 1, 3)).loss(), 1e-7);
        assertEquals(0.2413113, CrossEntropy.of(logits, 0).loss(), 1e-7);
    }

    @Test
    void crossEntropy() {
        for (int i = 0; i < 20; i++) {
            int rows = 1 + random.nextInt(5);
            int classes = 2 + random.nextInt(6);
            Tensor logits = normal(rows, classes);
            Tensor soft = Softmax.softmax(normal(rows, classes));
            assertCrossEntropy(logits, soft, CrossEntropy.of(logits, soft));
            int[] labels = random.ints(rows, 0, classes).toArray();
            Tensor hard = Tensor.zeros(rows, classes);
            for (int row = 0; row < rows; row++) {
                hard.set(1, row, labels[row]);
            }
            assertCrossEntropy(logits, hard, CrossEntropy.of(logits, labels));
        }
        Tensor logits = normal(4, 6);
        Tensor smooth = CrossEntropy.smooth(6, 0.3, 5, 0, 3, 3);
        assertEquals(0.7f + 0.05f, smooth.get(0, 5), 1e-6);
        assertEquals(0.05f, smooth.get(0, 4), 1e-6);
        assertThrows(ShapeException.class, () -> CrossEntropy.of(logits, 5, 0, 3, 6));
        assertThrows(ShapeException.class, () -> CrossEntropy.of(logits, 5, 0, 3));
    }

    /** Against its definition, and central differences of that. */
    private static void assertCrossEntropy(Tensor logits, Tensor targets, CrossEntropy entropy) {
        double[] numbers = new double[logits.size()];
        Arrays.setAll(numbers, i -> logits.data()[i]);
        assertEquals(crossEntropy(numbers, targets), entropy.loss(), 1e-9);
        double h = 1e-5;
        for (int i = 0; i < numbers.length; i++) {
            double middle = numbers[i];
            numbers[i] = middle + h;
            double up = crossEntropy(numbers, targets);
            numbers[i] = middle - h;
            double down = crossEntropy(numbers, targets);
            numbers[i] = middle;
            assertEquals((up - down) / (2 * h), entropy.gradient().data()[i], 1e-7, "at " + i);
        }
    }

    private static double crossEntropy(double[] logits, Tensor targets) {
        int classes = targets.dim(1);
        double loss = 0;
        for (int i = 0; i < logits.length; i++) {
            double sum = 0;
            for (int k = i - i % classes; k < i - i % classes + classes; k++) {
                sum += Math.exp(logits[k]);
            }
            loss -= targets.data()[i] * (logits[i] - Math.log(sum)) / targets.dim(0);
        }
        return loss;
    }

    /** Logits that overflow when raised: the loss stays finite. */
    @Test
    void crossEntropyOfLargeLogits() {
        CrossEntropy entropy = CrossEntropy.of(Tensor.of(new float[] {1000, 0}, 1, 2), 1);
        assertEquals(1000, entropy.loss(), 1e-9);
        assertArrayEquals(new float[] {1, -1}, entropy.gradient().data());
    }

    @Test
    void activations() {
        for (Activation activation : List.of(Activation.IDENTITY, Activation.RELU, Activation.RELU6, Activation.SILU)) {
            Tensor x = normal(3, 7);
            for (int i = 0; i < x.size(); i++) {
                x.data()[i] = Math.copySign(0.1f, x.data()[i]) + 3 * x.data()[i];
            }
            Tensor g = normal(3, 7);
            Tensor dx = fill(x, t -> activation.gradient(g, x, t));
            assertDifferences(() -> dot(activation.apply(x), g), x, dx, 1e-2, 1e-3);
            activation.gradient(g, x, g);
            assertArrayEquals(dx.data(), g.data());
        }
    }

    static List<Activation.Clamp> clamps() {
        return List.of(Activation.IDENTITY, Activation.RELU, Activation.RELU6);
    }

    /** Planes of one number up to more than a vector of any width has, and channels up to several tasks. */
    @ParameterizedTest
    @MethodSource("clamps")
    void batchNorm(Activation.Clamp clamp) {
        batchNorm(clamp, 3, 4, 5, 7);
        batchNorm(clamp, 2, 3, 8, 8);
        batchNorm(clamp, 5, 70, 1, 1);
        for (int i = 0; i < 5; i++) {
            batchNorm(clamp, 2 + random.nextInt(2), 1 + random.nextInt(9), 1 + random.nextInt(10),
                    1 + random.nextInt(10));
        }
    }

    private void batchNorm(Activation.Clamp clamp, int... shape) {
        Tensor x = normal(shape);
        Tensor residual = normal(shape);
        Tensor weight = normal(shape[1]);
        Tensor bias = normal(shape[1]);
        Tensor g = normal(shape);
        ReferenceNorm reference = new ReferenceNorm(x, residual, weight, bias, clamp);
        Normalization norm = Normalization.ofBatch(x, weight, bias, ReferenceNorm.EPS);
        Tensor y = fill(x, t -> norm.apply(x, residual, clamp, t));
        reference.assertOutput(y);

        Tensor dx = Tensor.zeros(shape);
        Tensor dWeight = Tensor.zeros(shape[1]);
        Tensor dBias = Tensor.zeros(shape[1]);
        Tensor masked = fill(x, t -> Normalization.mask(g, y, clamp, t));
        norm.backward(masked, x, Activation.IDENTITY, dx, dWeight, dBias);
        reference.assertGradients(g, dx, masked, dWeight, dBias);

        ReferenceNorm alone = new ReferenceNorm(x, Tensor.zeros(shape), weight, bias, clamp);
        norm.backward(g, x, clamp, dx, dWeight, dBias);
        alone.assertGradients(g, dx, null, dWeight, dBias);
    }

    @Test
    void frozenBatchNorm() {
        Tensor x = normal(2, 3, 4, 4);
        Tensor weight = normal(3);
        Tensor var = Tensor.of(new float[] {0.5f, 1, 2}, 3);
        Normalization norm = Normalization.ofRunning(weight, normal(3), normal(3), var, 1e-5);
        Tensor g = normal(x.shape());
        Tensor dx = fill(x, t -> norm.backward(g, x, Activation.IDENTITY, t, null, null));
        for (int i = 0; i < dx.size(); i++) {
            int c = i / 16 % 3;
            assertEquals(g.data()[i] * weight.data()[c] / Math.sqrt(var.data()[c] + 1e-5), dx.data()[i], 1e-5);
        }
        assertThrows(IllegalStateException.class, () -> norm.updateRunning(normal(3), normal(3), 0.1));
    }

    @Test
    void runningStatistics() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 6}, 2, 1, 2);
        Tensor mean = Tensor.of(new float[] {10}, 1);
        Tensor var = Tensor.of(new float[] {2}, 1);
        Normalization.ofBatch(x, normal(1), normal(1), 1e-5).updateRunning(mean, var, 0.1);
        assertEquals(0.9 * 10 + 0.1 * 3, mean.get(0), 1e-6);
        assertEquals(0.9 * 2 + 0.1 * 14 / 3, var.get(0), 1e-6);
        assertThrows(ShapeException.class, () -> Normalization.ofBatch(normal(1, 3), normal(3), normal(3), 1e-5));
    }

    /** A mean far from zero costs no digits. */
    @Test
    void farFromZero() {
        Tensor x = normal(4, 1, 40, 40);
        Tensor far = x.copy();
        for (int i = 0; i < far.size(); i++) {
            far.data()[i] = x.data()[i] * 0.0625f + 4096;
            x.data()[i] = (far.data()[i] - 4096) * 16;
        }
        Tensor one = Tensor.of(new float[] {1}, 1);
        Tensor zero = Tensor.zeros(1);
        Tensor y = fill(x, t -> Normalization.ofBatch(x, one, zero, 0).apply(x, null, Activation.IDENTITY, t));
        Tensor z = fill(x, t -> Normalization.ofBatch(far, one, zero, 0).apply(far, null, Activation.IDENTITY, t));
        for (int i = 0; i < y.size(); i++) {
            // One rounding of the offset, 16 deviations times 4096.
            assertEquals(y.data()[i], z.data()[i], 65536 * 0x1p-23);
        }
    }

    @Test
    void dropout() {
        Tensor x = Tensor.zeros(100, 100);
        Arrays.fill(x.data(), 1f);
        Tensor y = fill(x, t -> new Dropout(0.8, 7).apply(x, t));
        Tensor again = fill(x, t -> new Dropout(0.8, 7).apply(x, t));
        Tensor other = fill(x, t -> new Dropout(0.8, 8).apply(x, t));
        assertArrayEquals(y.data(), again.data());
        int kept = 0;
        int equal = 0;
        for (int i = 0; i < y.size(); i++) {
            assertTrue(y.data()[i] == 0 || Math.abs(y.data()[i] - 5) < 1e-5);
            kept += y.data()[i] > 0 ? 1 : 0;
            equal += y.data()[i] == other.data()[i] ? 1 : 0;
        }
        assertEquals(2000, kept, 5 * 40);
        assertEquals(6800, equal, 5 * 47);
        assertThrows(ShapeException.class, () -> new Dropout(1, 0));
    }

    @Test
    void norm() {
        Tensor x = normal(123, 77);
        assertEquals(dot(x, x), Norm.squared(x), 1e-6 * x.size());
    }

    private Tensor normal(int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }

    /** What an operator writes over garbage. */
    private static Tensor fill(Tensor like, Consumer<Tensor> operator) {
        Tensor result = Tensor.zeros(like.shape());
        Arrays.fill(result.data(), Float.NaN);
        operator.accept(result);
        return result;
    }

    private static double dot(Tensor a, Tensor b) {
        assertTrue(a.sameShape(b), a + " and " + b);
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += (double) a.data()[i] * b.data()[i];
        }
        return sum;
    }

    /** {@code <forward(x), g> = <x, backward(g)>}. */
    private void assertDual(UnaryOperator<Tensor> forward, Tensor x, UnaryOperator<Tensor> backward) {
        Tensor y = forward.apply(x);
        Tensor g = normal(y.shape());
        assertEquals(dot(y, g), dot(x, backward.apply(g)), 1e-5 * Math.sqrt(dot(y, y) * dot(g, g)));
    }

    private static void assertDifferences(Supplier<Double> loss, Tensor x, Tensor gradient, double h,
                                          double tolerance) {
        for (int i = 0; i < x.size(); i++) {
            float middle = x.data()[i];
            float above = (float) (middle + h);
            float below = (float) (middle - h);
            x.data()[i] = above;
            double up = loss.get();
            x.data()[i] = below;
            double down = loss.get();
            x.data()[i] = middle;
            assertEquals((up - down) / ((double) above - below), gradient.data()[i], tolerance, "at " + i);
        }
    }
}
