package io.github.tsmjava.nn.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tsmjava.nn.Linear;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.parameter.Initializer;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SgdTest {

    private final Linear layer = new Linear(Scope.root(new Initializer(1)), 1, 1);
    private final Gradients gradients = new Gradients(layer);

    private void gradient(double weight, double bias) {
        gradients.clear();
        gradients.add(layer.weight(), g -> g.data()[0] = (float) weight);
        gradients.add(layer.bias(), g -> g.data()[0] = (float) bias);
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
    void clipping() {
        gradient(30, 40);
        assertEquals(50, gradients.clip(20), 1e-5);
        assertEquals(11.99999976, gradients.find("weight").get(0, 0), 1e-6);
        assertEquals(15.99999968, gradients.find("bias").get(0), 1e-6);
        assertEquals(20, gradients.clip(20.1), 1e-5);
        assertEquals(15.99999968, gradients.find("bias").get(0), 1e-6);
    }

    @Test
    void gradientsOfSharedParametersAddUp() {
        gradient(1, 2);
        gradients.add(layer.weight(), g -> g.data()[0] = 5);
        assertEquals(6, gradients.find("weight").get(0, 0));
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
