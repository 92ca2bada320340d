package io.github.tsmjava.nn.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.ops.ConvSpec;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plan may begin with any layer, not only with one that reads pictures, and run on any kernels. */
class SingleLayerPlanTest {

    @ParameterizedTest
    @CsvSource({"32, 32, 3, 8, 1", "64, 64, 3, 8, 2", "96, 96, 3, 3, 1", "20, 30, 5, 5, 1", "48, 24, 1, 4, 2",
        "40, 40, 5, 40, 1", "16, 16, 3, 16, 2"})
    void planEqualsLayerOfGroups(int in, int out, int kernel, int groups, int stride) {
        ConvSpec spec = ConvSpec.of(stride, kernel / 2, groups);
        assertPlanEquals(new Conv2d(Scope.root(ParameterSource.random(2)), in, out, kernel, spec), in);
    }

    @ParameterizedTest
    @CsvSource({"3, 32, 7", "10, 16, 3", "16, 32, 3", "17, 32, 1", "40, 48, 3", "64, 64, 3", "64, 20, 5"})
    void planEqualsLayer(int in, int out, int kernel) {
        ConvSpec spec = ConvSpec.of(1, kernel / 2);
        assertPlanEquals(new Conv2d(Scope.root(ParameterSource.random(2)), in, out, kernel, spec), in);
    }

    private static void assertPlanEquals(Layer layer, int in) {
        Random random = new Random(3);
        Tensor x = Tensor.zeros(4, in, 21, 19);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        for (Accuracy accuracy : Accuracy.values()) {
            for (Kernels kernels : List.of(Kernels.get(), Kernels.scalar())) {
                Tensor y = InferencePlan.compile(layer, kernels, accuracy, x.shape()).run(x);
                assertArrayEquals(layer.forward(x).data(), y.data(), 1e-4f);
            }
        }
    }
}
