package io.github.tsmjava.nn.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.nn.training.Tape.BatchNormMode;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.training.Dropout;
import java.util.Arrays;
import java.util.Random;

/**
 * The gradients of a network's parameters against central differences in double precision: for each parameter the slope
 * along a random direction, in which all of its numbers take part, and along some of the numbers alone.
 */
final class GradientCheck {

    private static final double H = 1e-6;
    /** What single precision may be off, of the largest gradient of a parameter. */
    private static final double TOLERANCE = 5e-5;
    /**
     * Which part of the network's largest gradient counts as one: a bias in front of a norm has none, but for rounding.
     */
    private static final double SMALL = 0.2;
    private static final double OUTPUT_TOLERANCE = 2e-5;
    private static final int SINGLE_NUMBERS = 2;
    private static final long SEED = 11;

    private final Layer network;
    private final Random random;
    private final Tape tape;
    private final DoubleFlow exact;
    private final Tensor x;
    private final DoubleFlow.Maps input;
    private DoubleFlow.Maps output;
    private Tensor g;

    /** @param x {@code [frames, C, H, W]} */
    GradientCheck(Layer network, BatchNormMode norms, double dropout, Tensor x, Random random) {
        this.network = network;
        this.random = random;
        this.x = x;
        tape = new Tape(network, norms, dropout, SEED);
        exact = new DoubleFlow(norms.frozen(network), new Dropout(dropout, SEED));
        network.parameters().forEach(p -> exact.numbers(p.tensor()));
        input = DoubleFlow.Maps.of(x.dim(0), x.dim(1), x.dim(2), x.dim(3), i -> x.data()[i]);
    }

    void run() {
        assertGradients(gradients());
    }

    /** The gradients of a random sum of the outputs, as the tape has them. */
    Gradients gradients() {
        output = network.run(input, exact);
        Tensor y = tape.forward(x);
        assertArrayEquals(output.data(), doubles(y), OUTPUT_TOLERANCE * Math.max(1, largest(output.data())));
        g = normal(random, y.shape());
        return tape.backward(g);
    }

    void assertGradients(Gradients gradients) {
        double largest = gradients.all().values().stream().mapToDouble(g -> largest(doubles(g))).max().orElseThrow();
        for (Parameter parameter : network.parameters()) {
            Tensor gradient = gradients.find(parameter.name());
            if (gradient != null) {
                check(parameter, doubles(gradient), SMALL * largest);
            }
        }
    }

    private void check(Parameter parameter, double[] gradient, double small) {
        double tolerance = TOLERANCE * Math.max(small, largest(gradient));
        double[] numbers = exact.numbers(parameter.tensor());
        double[] direction = random.doubles(numbers.length, -1, 1).toArray();
        double slope = 0;
        for (int i = 0; i < numbers.length; i++) {
            slope += gradient[i] * direction[i];
        }
        assertEquals(slope(numbers, direction), slope, tolerance * Math.sqrt(numbers.length), parameter.name());
        for (int k = 0; k < SINGLE_NUMBERS; k++) {
            int i = random.nextInt(numbers.length);
            double[] axis = new double[numbers.length];
            axis[i] = 1;
            assertEquals(slope(numbers, axis), gradient[i], tolerance, parameter.name() + " at " + i);
        }
    }

    /** The slope of the sum along a direction. */
    private double slope(double[] numbers, double[] direction) {
        double[] middle = numbers.clone();
        double difference = 0;
        for (int side = -1; side <= 1; side += 2) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = middle[i] + side * H * direction[i];
            }
            double[] y = network.run(input, exact).data();
            for (int i = 0; i < y.length; i++) {
                difference += side * y[i] * g.data()[i];
            }
        }
        System.arraycopy(middle, 0, numbers, 0, numbers.length);
        return difference / (2 * H);
    }

    private static double largest(double[] numbers) {
        return Arrays.stream(numbers).map(Math::abs).max().orElseThrow();
    }

    private static double[] doubles(Tensor tensor) {
        double[] numbers = new double[tensor.size()];
        Arrays.setAll(numbers, i -> tensor.data()[i]);
        return numbers;
    }

    static Tensor normal(Random random, int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }

    /** Parameters with which every layer does something: norms are no identities, maps keep their size. */
    static ParameterSource parameters(Random random) {
        return (name, role, shape) -> {
            Tensor tensor = Tensor.zeros(shape);
            double centre = switch (role) {
                case NORM_WEIGHT, RUNNING_VAR -> 1;
                default -> 0;
            };
            double spread = switch (role) {
                case CONV_WEIGHT, LINEAR_WEIGHT -> Math.sqrt((double) shape[0] / tensor.size());
                default -> 0.3;
            };
            for (int i = 0; i < tensor.size(); i++) {
                tensor.data()[i] = (float) (centre + spread * random.nextDouble(-1, 1));
            }
            return tensor;
        };
    }
}
