package io.github.tsmjava.bench.workload;

import io.github.tsmjava.nn.parameter.Parameter.Role;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.tensor.Tensor;
import java.util.SplittableRandom;

/**
 * Parameters as arbitrary as trained ones: unlike those of a fresh network, a batch norm forgotten or folded wrongly
 * changes the logits. Activations stay within a few powers of ten, so no denormal number slows anybody down.
 */
public final class SeededParameters implements ParameterSource {

    @Override
    public Tensor get(String name, Role role, int... shape) {
        return switch (role) {
            case CONV_WEIGHT -> uniform(name, 0, Math.sqrt(6.0 * shape[0] / Tensor.size(shape)), shape);
            case LINEAR_WEIGHT -> uniform(name, 0, Math.sqrt(1.0 / shape[1]), shape);
            case BIAS, NORM_BIAS, RUNNING_MEAN -> uniform(name, 0, 0.1, shape);
            case NORM_WEIGHT -> uniform(name, 0.75, 0.25, shape);
            case RUNNING_VAR -> uniform(name, 1, 0.5, shape);
        };
    }

    private static Tensor uniform(String name, double mean, double spread, int... shape) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = (float) (mean + spread * random.nextDouble(-1, 1));
        }
        return tensor;
    }
}
