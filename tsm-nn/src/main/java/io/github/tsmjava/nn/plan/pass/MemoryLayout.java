package io.github.tsmjava.nn.plan.pass;

import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.Value;
import java.util.Map;

/**
 * The memory that a run of a plan needs.
 *
 * @param values where each value lies
 * @param scratch for some nodes, the array that they may use while they are computed
 * @param sizes   the length of each array
 */
public record MemoryLayout(Map<Value, Storage> values, Map<Node, Integer> scratch, int[] sizes) {

    /** Where a value lies; null for null. */
    public Storage of(Value value) {
        return values.get(value);
    }
}
