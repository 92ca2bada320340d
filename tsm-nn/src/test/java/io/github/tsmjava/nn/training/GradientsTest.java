package io.github.tsmjava.nn.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.nn.Linear;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.parameter.ParameterSource;
import org.junit.jupiter.api.Test;

class GradientsTest {

    private final Linear layer = new Linear(Scope.root(ParameterSource.random(1)), 1, 1);
    private final Gradients gradients = new Gradients(layer);

    private void gradient(double weight, double bias) {
        gradients.clear();
        gradients.add(layer.weight(), g -> g.data()[0] = (float) weight);
        gradients.add(layer.bias(), g -> g.data()[0] = (float) bias);
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
}
