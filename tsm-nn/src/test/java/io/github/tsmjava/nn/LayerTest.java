package io.github.tsmjava.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.nn.parameter.StateDict;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerTest {

    private static Layer small(Scope scope) {
        return new Sequential(scope.at("features"), List.of(
                place -> new TemporalShift(place, Shift.bidirectional(2), 2,
                        s -> new Conv2d(s, 2, 3, 1, ConvSpec.of(1, 0))),
                place -> new BatchNorm(place, 3),
                ActivationLayer::relu));
    }

    @Test
    void namesAreThePathsOfPyTorch() {
        Layer layer = small(Scope.root(ParameterSource.random(1)));
        assertEquals(List.of("features.0.net.weight", "features.1.weight", "features.1.bias",
                        "features.1.running_mean", "features.1.running_var"),
                layer.parameters().stream().map(Parameter::name).toList());
        assertEquals(List.of("features", "features.0", "features.0.net", "features.1", "features.2"),
                layer.layers().stream().map(Layer::name).toList());
    }

    @Test
    void observersSeeEveryLayerInTheOrderOfComputation() {
        Layer layer = small(Scope.root(ParameterSource.random(1)));
        List<String> seen = new ArrayList<>();
        Tensor y = layer.forward(Tensor.zeros(2, 2, 4, 4),
                (at, in, out) -> seen.add(at.name() + " " + Arrays.toString(out.shape())));
        assertEquals(List.of("features.0.net [2, 3, 4, 4]", "features.0 [2, 3, 4, 4]", "features.1 [2, 3, 4, 4]",
                "features.2 [2, 3, 4, 4]", "features [2, 3, 4, 4]"), seen);
        assertTrue(y.hasShape(2, 3, 4, 4));
    }

    @Test
    void theSameSeedGivesTheSameNetwork() {
        Layer one = small(Scope.root(ParameterSource.random(5)));
        Layer same = small(Scope.root(ParameterSource.random(5)));
        Layer other = small(Scope.root(ParameterSource.random(6)));
        float[] weight = one.parameters().getFirst().tensor().data();
        assertArrayEquals(weight, same.parameters().getFirst().tensor().data());
        assertTrue(weight[0] != other.parameters().getFirst().tensor().data()[0]);
    }

    @Test
    void aStateDictReportsAllThatIsWrongAtOnce() {
        Map<String, Tensor> tensors = Map.of(
                "features.0.net.weight", Tensor.zeros(3, 5, 1, 1),
                "features.1.weight", Tensor.zeros(3),
                "features.1.bias", Tensor.zeros(3));
        StateDict parameters = new StateDict(tensors::get);
        small(Scope.root(parameters));
        String message = assertThrows(IllegalArgumentException.class, parameters::requireComplete).getMessage();
        assertEquals("5 parameters expected: 1 of another shape (features.0.net.weight expected [3, 2, 1, 1], found "
                + "[3, 5, 1, 1]), 2 missing (features.1.running_mean, features.1.running_var)", message);
    }

    @Test
    void aStreamRefusesAFrameOfAnotherSize() {
        Layer layer = new TemporalShift(Scope.root(ParameterSource.random(1)), Shift.unidirectional(2), 2,
                s -> new Conv2d(s, 2, 3, 1, ConvSpec.of(1, 0)));
        StreamMemory memory = new StreamMemory();
        layer.forward(Tensor.zeros(1, 2, 4, 4), memory);
        String message = assertThrows(ShapeException.class,
                () -> layer.forward(Tensor.zeros(1, 2, 6, 4), memory)).getMessage();
        assertTrue(message.contains("[1, 1, 4, 4]") && message.contains("[1, 1, 6, 4]"), message);
        memory.reset();
        layer.forward(Tensor.zeros(1, 2, 6, 4), memory);
    }
}
