package io.github.tsmjava.nn.plan;

import io.github.tsmjava.nn.graph.Filters;
import java.util.HashMap;
import java.util.Map;

/**
 * The weights of one layer after the other with their scales, while a step packs them. Layers of one size share an
 * array: else compiling a plan would leave as much garbage as the network has parameters. Not for steps that need those
 * of two layers at once. For one thread.
 */
final class ScaledWeights {

    private final Map<Integer, float[]> arrays = new HashMap<>();

    /** In an array that is good until the next call. */
    float[] of(Filters filters) {
        float[] scaled = arrays.computeIfAbsent(filters.weight().data().length, float[]::new);
        filters.scaleWeight(scaled);
        return scaled;
    }
}
