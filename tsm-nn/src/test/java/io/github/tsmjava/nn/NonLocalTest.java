package io.github.tsmjava.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A case small enough to check by hand: two frames of 2×2 pixels, two channels, one inner channel. */
class NonLocalTest {

    private static final Map<String, float[]> PARAMETERS = Map.of(
            "nl.theta.weight", new float[] {1, 0.5f},
            "nl.phi.0.weight", new float[] {0.5f, 0.5f},
            "nl.g.0.weight", new float[] {1, 2},
            "nl.W.0.weight", new float[] {1, -1});

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "EMBEDDED_GAUSSIAN | 3.968245 4.127632 4.286475 4.444642 4.602012 4.758477 4.913942 5.068327 "
                    + "| -2.968245 -2.877632 -2.786475 -2.694642 -2.602012 -2.508477 -2.413942 -2.318327",
            "GAUSSIAN | 4.058669 4.227012 4.393747 4.558657 4.721567 4.882351 5.040928 5.197259 "
                    + "| -3.058669 -2.977012 -2.893747 -2.808657 -2.721567 -2.632351 -2.540928 -2.447259",
            "DOT_PRODUCT | 2.273426 3.250961 4.228496 5.206031 6.183565 7.161100 8.138635 9.116170 "
                    + "| -1.273426 -2.000961 -2.728496 -3.456031 -4.183565 -4.911100 -5.638635 -6.366170"})
    void workedExample(NonLocal.Mode mode, String first, String second) {
        Scope scope = Scope.root((name, role, shape) -> switch (role) {
            case CONV_WEIGHT -> Tensor.of(PARAMETERS.get(name), shape);
            case NORM_WEIGHT, RUNNING_VAR -> ones(shape);
            default -> Tensor.zeros(shape);
        });
        NonLocal layer = new NonLocal(scope, mode, 2, 2, true, block -> new Sequential(block, List.of()));
        Tensor x = Tensor.zeros(2, 2, 2, 2);
        for (int t = 0; t < 2; t++) {
            for (int c = 0; c < 2; c++) {
                for (int pixel = 0; pixel < 4; pixel++) {
                    x.set(c + 0.5f * t + 0.125f * pixel, t, c, pixel / 2, pixel % 2);
                }
            }
        }
        Tensor y = layer.forward(x);
        String[][] expected = {first.strip().split(" "), second.strip().split(" ")};
        for (int t = 0; t < 2; t++) {
            for (int c = 0; c < 2; c++) {
                for (int pixel = 0; pixel < 4; pixel++) {
                    assertEquals(Double.parseDouble(expected[c][t * 4 + pixel]), y.get(t, c, pixel / 2, pixel % 2),
                            2e-6);
                }
            }
        }
    }

    private static Tensor ones(int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        Arrays.fill(tensor.data(), 1f);
        return tensor;
    }
}
