package io.github.tsmjava.nn.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.nn.training.Tape.BatchNormMode;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Convolution;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.tensor.ops.layer.ConvolutionGradient;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gradients of whole small networks against central differences in double precision. */
class TapeTest {

    @ParameterizedTest
    @EnumSource
    void everyLayer(NonLocal.Mode mode) {
        check(network(mode, Shift.bidirectional(4)), BatchNormMode.TRAINED);
    }

    @ParameterizedTest
    @EnumSource
    void batchNorms(BatchNormMode norms) {
        check(network(NonLocal.Mode.EMBEDDED_GAUSSIAN, Shift.quarters(Shift.Boundary.CIRCULANT)), norms);
    }

    private static void check(SmallNetwork network, BatchNormMode norms) {
        new GradientCheck(network, norms, 0, random(1, 8, 2, 8, 6), new Random(3)).run();
    }

    @Test
    void frozenNormsHaveNoGradientAndDoNotMove() {
        SmallNetwork network = network(NonLocal.Mode.GAUSSIAN, Shift.bidirectional(4));
        float[] mean = network.layers().stream().filter(layer -> layer.name().equals("1.norm"))
                .map(layer -> ((BatchNorm) layer).mean().data()).findFirst().orElseThrow();
        float[] before = mean.clone();
        Tape tape = new Tape(network, BatchNormMode.PARTIAL, 0, 0);
        tape.forward(random(1, 8, 2, 8, 6));
        Gradients gradients = tape.backward(random(2, 2, 3));
        assertNotNull(gradients.find("0.norm.weight"));
        assertNull(gradients.find("1.norm.weight"));
        // That of the non-local block is no BatchNorm2d.
        assertNotNull(gradients.find("2.nl.W.1.weight"));
        assertArrayEquals(before, mean);
        new Tape(network, BatchNormMode.TRAINED, 0, 0).forward(random(1, 8, 2, 8, 6));
        assertFalse(Arrays.equals(before, mean));
    }

    /** Memory that is used again must hold nothing over. */
    @Test
    void stepsAndThreadsGiveTheSame() {
        Tensor x = random(1, 8, 2, 8, 6);
        Tensor g = random(2, 2, 3);
        AtomicReference<Gradients> gradients = new AtomicReference<>();
        float[] first = null;
        for (int threads : new int[] {1, 3}) {
            SmallNetwork network = network(NonLocal.Mode.GAUSSIAN, Shift.bidirectional(4));
            Tape tape = new Tape(network, BatchNormMode.TRAINED, 0.5, 9);
            try (WorkerPool pool = new WorkerPool(threads)) {
                for (int step = 0; step < 3; step++) {
                    tape.restoreStep(4);
                    pool.run(() -> {
                        tape.forward(x);
                        tape.forward(x);
                        gradients.set(tape.backward(g));
                    });
                    float[] gradient = gradients.get().find("0.conv.weight").data();
                    first = first == null ? gradient.clone() : first;
                    assertArrayEquals(first, gradient);
                }
            }
        }
    }

    @Test
    void aStepGivesBackAllMemory() {
        Tape tape = new Tape(network(NonLocal.Mode.EMBEDDED_GAUSSIAN, Shift.bidirectional(4)), BatchNormMode.TRAINED,
                0.5, 9);
        for (int step = 0; step < 2; step++) {
            tape.forward(random(1, 8, 2, 8, 6));
            tape.backward(random(2, 2, 3));
            assertEquals(0, tape.arena.lent());
        }
    }

    /** A step of fewer clips must not keep memory of its own for the rest of a training. */
    @Test
    void aStepOfAnotherSizeDoesNotAddMemory() {
        Tape tape = new Tape(network(NonLocal.Mode.EMBEDDED_GAUSSIAN, Shift.bidirectional(4)), BatchNormMode.TRAINED,
                0.5, 9);
        long[] kept = new long[3];
        int[] clips = {2, 1, 2};
        for (int step = 0; step < clips.length; step++) {
            tape.forward(random(1, 4 * clips[step], 2, 8, 6));
            tape.backward(random(2, clips[step], 3));
            tape.forward(random(1, 4 * clips[step], 2, 8, 6));
            kept[step] = tape.arena.kept();
        }
        assertTrue(kept[1] < kept[0], kept[1] + " and " + kept[0]);
        assertEquals(kept[0], kept[2]);
    }

    @Test
    void dropoutFollowsFromSeedAndStep() {
        SmallNetwork network = network(NonLocal.Mode.GAUSSIAN, Shift.bidirectional(4));
        Tensor x = random(1, 8, 2, 8, 6);
        Tape tape = new Tape(network, BatchNormMode.TRAINED, 0.5, 9);
        float[] first = tape.forward(x).data();
        float[] second = tape.forward(x).data();
        assertFalse(Arrays.equals(first, second));
        assertEquals(2, tape.step());
        Tape other = new Tape(network, BatchNormMode.TRAINED, 0.5, 9);
        other.restoreStep(1);
        assertArrayEquals(second, other.forward(x).data());
    }

    @ParameterizedTest
    @EnumSource
    void convolutionsAreAsExactAsAsked(Accuracy accuracy) {
        ConvSpec spec = ConvSpec.of(1, 1);
        Conv2d conv = new Conv2d(Scope.root(GradientCheck.parameters(new Random(8))), 32, 32, 3, spec);
        Conv2d after = new Conv2d(Scope.root(GradientCheck.parameters(new Random(9))).at("after"), 32, 32, 3, spec);
        Tensor x = random(1, 16, 32, 8, 8);
        Tensor g = random(2, 16, 32, 8, 8);
        Tape tape = new Tape(new Sequential(Scope.root(GradientCheck.parameters(new Random(7))),
                List.of(_ -> conv, _ -> after)), BatchNormMode.TRAINED, 0, 0, accuracy);
        Tensor y = tape.forward(x);
        Gradients gradients = tape.backward(g);
        Tensor between = Tensor.zeros(x.shape());
        Convolution.conv2d(x, conv.weight(), null, spec, accuracy, between);
        Tensor expected = Tensor.zeros(x.shape());
        Convolution.conv2d(between, after.weight(), null, spec, accuracy, expected);
        assertArrayEquals(expected.data(), y.data());
        Tensor dBetween = Tensor.zeros(x.shape());
        ConvolutionGradient.input(g, after.weight(), spec, accuracy, dBetween);
        Tensor dw = Tensor.zeros(conv.weight().shape());
        ConvolutionGradient.weight(x, dBetween, spec, accuracy, dw);
        assertArrayEquals(dw.data(), gradients.find("weight").data());
        Tensor exact = Tensor.zeros(x.shape());
        Convolution.conv2d(x, conv.weight(), null, spec, exact);
        boolean same = accuracy == Accuracy.EXACT || Kernels.get().winograd().isEmpty();
        assertEquals(same, Arrays.equals(exact.data(), between.data()));
    }

    @Test
    void misuse() {
        SmallNetwork network = network(NonLocal.Mode.GAUSSIAN, Shift.bidirectional(4));
        Tape tape = new Tape(network, BatchNormMode.TRAINED, 0, 0);
        assertThrows(IllegalStateException.class, () -> tape.backward(Tensor.zeros(2, 3)));
        tape.forward(random(1, 8, 2, 8, 6));
        assertThrows(IllegalArgumentException.class, () -> tape.backward(Tensor.zeros(2, 4)));
        assertThrows(IllegalArgumentException.class, () -> new Tape(network, BatchNormMode.TRAINED, 1, 0));
    }

    private static SmallNetwork network(NonLocal.Mode mode, Shift shift) {
        return new SmallNetwork(Scope.root(GradientCheck.parameters(new Random(8))), mode, shift);
    }

    private static Tensor random(long seed, int... shape) {
        Random random = new Random(seed);
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }
}
