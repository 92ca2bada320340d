package io.github.tsmjava.nn.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tsmjava.nn.Linear;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.nn.training.Gradients;
import io.github.tsmjava.nn.training.Tape.BatchNormMode;
import io.github.tsmjava.nn.training.Tape;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SgdTest {

    private final Linear layer = new Linear(Scope.root(ParameterSource.random(1)), 1, 1);
    private final Tape tape = new Tape(layer, BatchNormMode.TRAINED, 0, 1);
    private Gradients gradients;

    /** The bias adds to both rows, the weight to the first one. */
    private void gradient(double weight, double bias) {
        tape.forward(Tensor.of(new float[] {1, 0}, 2, 1));
        gradients = tape.backward(Tensor.of(new float[] {(float) weight, (float) (bias - weight)}, 2, 1));
    }

    @Test
    void workedExample() {
        layer.weight().data()[0] = 1;
        Sgd sgd = new Sgd(ParameterGroup.one(layer), 0.9, false);
        double[][] expected = {{0.6, 0.94}, {1.134, 0.8266}, {1.60326, 0.666274}};
        for (double[] step : expected) {
            gradient(0.5, 0);
            sgd.step(gradients, 0.1, 0.1);
            assertEquals(step[0], sgd.velocities().get("weight").get(0, 0), 1e-6);
            assertEquals(step[1], layer.weight().get(0, 0), 1e-6);
        }
    }

    @Test
    void nesterov() {
        layer.weight().data()[0] = 1;
        Sgd sgd = new Sgd(ParameterGroup.one(layer), 0.9, true);
        gradient(0.5, 0);
        sgd.step(gradients, 0.1, 0);
        assertEquals(1 - 0.1 * (0.5 + 0.9 * 0.5), layer.weight().get(0, 0), 1e-6);
    }

    @Test
    void resumesBitForBit() {
        Sgd sgd = new Sgd(ParameterGroup.one(layer), 0.9, false);
        gradient(0.3, 0.7);
        sgd.step(gradients, 0.1, 0.01);
        Map<String, Tensor> saved = new HashMap<>();
        sgd.velocities().forEach((name, velocity) -> saved.put(name, velocity.copy()));
        float[] weight = layer.weight().data().clone();
        sgd.step(gradients, 0.1, 0.01);
        float[] after = layer.weight().data().clone();

        System.arraycopy(weight, 0, layer.weight().data(), 0, 1);
        Sgd resumed = new Sgd(ParameterGroup.one(layer), 0.9, false);
        resumed.restore(saved);
        resumed.step(gradients, 0.1, 0.01);
        assertArrayEquals(after, layer.weight().data());
        saved.remove("bias");
        assertThrows(ShapeException.class, () -> resumed.restore(saved));
    }

    @Test
    void groupsDecideRateAndDecay() {
        Arrays.fill(layer.bias().data(), 1);
        layer.weight().data()[0] = 1;
        Sgd sgd = new Sgd(ParameterGroup.tsn(layer, BatchNormMode.TRAINED, false, true), 0.9, false);
        gradient(0.5, 0.5);
        sgd.step(gradients, 0.01, 0.1);
        assertEquals(1 - 5 * 0.01 * (0.5 + 0.1), layer.weight().get(0, 0), 1e-6);
        assertEquals(1 - 10 * 0.01 * 0.5, layer.bias().get(0), 1e-6);
    }
}
