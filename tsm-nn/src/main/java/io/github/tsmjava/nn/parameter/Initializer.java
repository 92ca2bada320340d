package io.github.tsmjava.nn.parameter;

import io.github.tsmjava.nn.parameter.Parameter.Role;
import io.github.tsmjava.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;

/**
 * {@link ParameterSource#random}.
 *
 * <p>Source: the initialisation of the original ResNet, MobileNetV2 and non-local block, and of TSN's new classifier.
 */
final class Initializer implements ParameterSource {

    private static final double LINEAR_STD = 0.001;

    private static final String NON_LOCAL_NORM = ".nl.W.1.weight";

    private final long seed;

    Initializer(long seed) {
        this.seed = seed;
    }

    @Override
    public Tensor get(String name, Role role, int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        switch (role) {
            case CONV_WEIGHT -> normal(tensor, name, Math.sqrt(2.0 * shape[1] / (tensor.size())));
            case LINEAR_WEIGHT -> normal(tensor, name, LINEAR_STD);
            case NORM_WEIGHT -> Arrays.fill(tensor.data(), name.endsWith(NON_LOCAL_NORM) ? 0 : 1);
            case RUNNING_VAR -> Arrays.fill(tensor.data(), 1);
            case BIAS, NORM_BIAS, RUNNING_MEAN -> { }
        }
        return tensor;
    }

    private void normal(Tensor tensor, String name, double std) {
        // A stream for each name, so that a parameter does not depend on what else the network holds.
        Random random = new Random(seed * 31 + name.hashCode());
        float[] data = tensor.data();
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (std * random.nextGaussian());
        }
    }
}
