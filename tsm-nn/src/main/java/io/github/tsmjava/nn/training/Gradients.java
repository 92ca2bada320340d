package io.github.tsmjava.nn.training;

import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.ops.Add;
import io.github.tsmjava.tensor.ops.training.Norm;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The gradients of a network's parameters, by name. The tensors are used again in the next step. */
public final class Gradients {

    private static final int GRAIN = 1 << 15;
    /** Keeps a norm of zero from dividing; the constant of {@code torch.nn.utils.clip_grad_norm_}. */
    private static final double CLIP_EPS = 1e-6;

    private final Map<Tensor, Entry> byParameter = new IdentityHashMap<>();
    private final Map<String, Entry> byName = new LinkedHashMap<>();

    private static final class Entry {
        final Tensor gradient;
        boolean present;

        Entry(Tensor gradient) {
            this.gradient = gradient;
        }
    }

    Gradients(Layer network) {
        for (Parameter parameter : network.parameters()) {
            switch (parameter.role()) {
                case RUNNING_MEAN, RUNNING_VAR -> { }
                default -> {
                    Entry entry = new Entry(Tensor.zeros(parameter.tensor().shape()));
                    byParameter.put(parameter.tensor(), entry);
                    byName.put(parameter.name(), entry);
                }
            }
        }
    }

    /** The gradient of the parameter of this name, or null if the last step had none, as for frozen batch norms. */
    public Tensor find(String name) {
        Entry entry = byName.get(name);
        return entry == null || !entry.present ? null : entry.gradient;
    }

    /** All gradients of the last step by the names of their parameters, in state_dict order. */
    public Map<String, Tensor> all() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        byName.forEach((name, entry) -> {
            if (entry.present) {
                all.put(name, entry.gradient);
            }
        });
        return all;
    }

    /** The length of all gradients as one vector. */
    public double norm() {
        double sum = 0;
        for (Tensor gradient : all().values()) {
            sum += Norm.squared(gradient);
        }
        return Math.sqrt(sum);
    }

    /**
     * Shortens all gradients by one factor, where together they are longer than {@code maxNorm}. Source:
     * {@code torch.nn.utils.clip_grad_norm_}.
     *
     * @return the norm before
     */
    public double clip(double maxNorm) {
        double norm = norm();
        float factor = (float) (maxNorm / (norm + CLIP_EPS));
        if (factor < 1) {
            for (Tensor gradient : all().values()) {
                float[] data = gradient.data();
                WorkerPool.current().forRanges(data.length, GRAIN, (from, to) -> scale(data, from, to, factor));
            }
        }
        return norm;
    }

    private static void scale(float[] data, int from, int to, float factor) {
        for (int i = from; i < to; i++) {
            data[i] *= factor;
        }
    }

    /**
     * Adds the gradients of another loss.
     *
     * @param other those of the same network, or of one that shares its parameters
     */
    public void add(Gradients other) {
        other.byParameter.forEach((parameter, more) -> {
            if (more.present) {
                add(parameter, gradient -> System.arraycopy(
                        more.gradient.data(), 0, gradient.data(), 0, gradient.data().length));
            }
        });
    }

    void clear() {
        byName.values().forEach(entry -> entry.present = false);
    }

    /** Lets {@code compute} overwrite a tensor with a parameter's gradient, which is added to what there is already. */
    void add(Tensor parameter, Consumer<Tensor> compute) {
        Entry entry = byParameter.get(parameter);
        if (entry.present) {
            Tensor more = Tensor.zeros(parameter.shape());
            compute.accept(more);
            Add.addInPlace(entry.gradient, more);
        } else {
            compute.accept(entry.gradient);
            entry.present = true;
        }
    }
}
