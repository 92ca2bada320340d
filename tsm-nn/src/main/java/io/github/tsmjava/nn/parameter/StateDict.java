package io.github.tsmjava.nn.parameter;

import io.github.tsmjava.nn.parameter.Parameter.Role;
import io.github.tsmjava.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Parameters from named tensors, as a checkpoint holds them. What is missing or of another shape is noted while the
 * network is built, so that {@link #requireComplete} can report all of it at once.
 */
public final class StateDict implements ParameterSource {

    /** Named tensors that are fetched only when asked for. */
    public interface Tensors {
        /** The tensor, or null if there is none of this name. */
        Tensor find(String name);
    }

    private static final int SHOWN = 4;

    /** Stands in for what is not there; a network with it in it is never used. */
    private static final Tensor NOTHING = Tensor.zeros(0);

    private final Tensors tensors;
    private final Set<String> used = new HashSet<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> misshapen = new ArrayList<>();

    public StateDict(Tensors tensors) {
        this.tensors = tensors;
    }

    @Override
    public Tensor get(String name, Role role, int... shape) {
        used.add(name);
        Tensor tensor = tensors.find(name);
        if (tensor == null) {
            missing.add(name);
            return NOTHING;
        }
        if (!tensor.hasShape(shape)) {
            misshapen.add("%s expected %s, found %s".formatted(name, Arrays.toString(shape),
                    Arrays.toString(tensor.shape())));
            return NOTHING;
        }
        return tensor;
    }

    /** Whether a layer has asked for this name. */
    public boolean isUsed(String name) {
        return used.contains(name);
    }

    /**
     * Checks that every parameter was found in its shape.
     *
     * @throws IllegalArgumentException with a short difference if not
     */
    public void requireComplete() {
        if (missing.isEmpty() && misshapen.isEmpty()) {
            return;
        }
        List<String> parts = new ArrayList<>();
        if (!misshapen.isEmpty()) {
            parts.add("%d of another shape (%s)".formatted(misshapen.size(), shorten(misshapen)));
        }
        if (!missing.isEmpty()) {
            parts.add("%d missing (%s)".formatted(missing.size(), shorten(missing)));
        }
        throw new IllegalArgumentException("%d parameters expected: %s".formatted(used.size(), String.join(", ", parts)));
    }

    /** The first few of a list, and how many more there are. */
    public static String shorten(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        return names.size() > SHOWN ? shown + ", and %d more".formatted(names.size() - SHOWN) : shown;
    }
}
