package io.github.tsmjava.nn.optimizer;

import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.nn.training.Gradients;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent with momentum:
 *
 * <pre>
 *   g = gradient + decay · w
 *   v = momentum · v + g          starting from zero
 *   w = w - rate · v              with Nesterov's variant w - rate · (g + momentum · v)
 * </pre>
 *
 * Source: {@code torch.optim.SGD} without dampening.
 */
public final class Sgd {

    private static final int GRAIN = 1 << 15;

    private final List<ParameterGroup> groups;
    private final float momentum;
    private final boolean nesterov;
    private final Map<String, Tensor> velocities = new LinkedHashMap<>();

    /**
     * @param groups   what is trained, and how
     * @param momentum 0.9 in all published recipes
     */
    public Sgd(List<ParameterGroup> groups, double momentum, boolean nesterov) {
        this.groups = List.copyOf(groups);
        this.momentum = (float) momentum;
        this.nesterov = nesterov;
        for (ParameterGroup group : groups) {
            for (Parameter parameter : group.parameters()) {
                velocities.put(parameter.name(), Tensor.zeros(parameter.tensor().shape()));
            }
        }
    }

    /** One step, in place. A parameter without a gradient stays as it is. */
    public void step(Gradients gradients, double learningRate, double weightDecay) {
        for (ParameterGroup group : groups) {
            float rate = (float) (learningRate * group.rateFactor());
            float decay = (float) (weightDecay * group.decayFactor());
            for (Parameter parameter : group.parameters()) {
                Tensor gradient = gradients.find(parameter.name());
                if (gradient != null) {
                    update(parameter, gradient.data(), rate, decay);
                }
            }
        }
    }

    private void update(Parameter parameter, float[] gradient, float rate, float decay) {
        float[] weight = parameter.tensor().data();
        float[] velocity = velocities.get(parameter.name()).data();
        WorkerPool.current().forRanges(weight.length, GRAIN, (from, to) -> {
            if (nesterov) {
                lookAhead(weight, velocity, gradient, rate, decay, momentum, from, to);
            } else {
                follow(weight, velocity, gradient, rate, decay, momentum, from, to);
            }
        });
    }

    private static void follow(float[] weight, float[] velocity, float[] gradient, float rate, float decay,
                               float momentum, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = momentum * velocity[i] + (gradient[i] + decay * weight[i]);
            velocity[i] = v;
            weight[i] -= rate * v;
        }
    }

    private static void lookAhead(float[] weight, float[] velocity, float[] gradient, float rate, float decay,
                                  float momentum, int from, int to) {
        for (int i = from; i < to; i++) {
            float g = gradient[i] + decay * weight[i];
            float v = momentum * velocity[i] + g;
            velocity[i] = v;
            weight[i] -= rate * (g + momentum * v);
        }
    }

    /** The velocities by the names of their parameters: with the parameters, all that a later step depends on. */
    public Map<String, Tensor> velocities() {
        return Collections.unmodifiableMap(velocities);
    }

    /**
     * Takes velocities up again, bit for bit.
     *
     * @throws ShapeException if one is missing or of another shape
     */
    public void restore(Map<String, Tensor> saved) {
        velocities.forEach((name, velocity) -> {
            Tensor other = saved.get(name);
            ShapeException.require(other != null && other.sameShape(velocity),
                    "velocity of %s: expected %s, found %s", name, velocity, other);
        });
        velocities.forEach((name, velocity) ->
                System.arraycopy(saved.get(name).data(), 0, velocity.data(), 0, velocity.size()));
    }
}
