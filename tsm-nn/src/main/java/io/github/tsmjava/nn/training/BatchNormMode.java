package io.github.tsmjava.nn.training;

import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.NonLocal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which batch norms learn. A frozen one normalises with its running statistics, and nothing of it changes. */
public enum BatchNormMode {
    /** All. */
    TRAINED,
    /**
     * Only the first; those of non-local blocks use the batch's statistics, but keep their weights. Source: TSN's
     * partial BN, as in MIT's code.
     */
    PARTIAL,
    /** None. */
    FROZEN;

    /** The frozen ones of a network. */
    Set<BatchNorm> frozen(Layer network) {
        List<BatchNorm> frozen = norms(network);
        switch (this) {
            case TRAINED -> frozen.clear();
            case PARTIAL -> {
                frozen.removeIf(norm -> norm == frozen.getFirst());
                network.layers().stream().filter(NonLocal.class::isInstance)
                        .forEach(nonLocal -> frozen.removeAll(nonLocal.children()));
            }
            case FROZEN -> { }
        }
        return Set.copyOf(frozen);
    }

    /** Those of a network whose weight and bias are trained. */
    public Set<BatchNorm> trained(Layer network) {
        List<BatchNorm> norms = norms(network);
        return switch (this) {
            case TRAINED -> Set.copyOf(norms);
            case PARTIAL -> norms.stream().limit(1).collect(Collectors.toSet());
            case FROZEN -> Set.of();
        };
    }

    private static List<BatchNorm> norms(Layer network) {
        return network.layers().stream().filter(BatchNorm.class::isInstance).map(BatchNorm.class::cast)
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
