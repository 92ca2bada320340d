package io.github.tsmjava.nn.training;

import io.github.tsmjava.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Memory that is used again, within a step and from step to step. Steps with inputs of one shape ask for tensors of the
 * same sizes, so from the second one on nothing is allocated.
 */
final class Arena {

    private final Map<Integer, Deque<float[]>> free = new HashMap<>();
    private final Set<float[]> lent = Collections.newSetFromMap(new IdentityHashMap<>());

    /** A tensor that holds whatever its memory was last used for. */
    Tensor take(int... shape) {
        int size = Tensor.size(shape);
        Deque<float[]> sameSize = free.get(size);
        boolean found = sameSize != null && !sameSize.isEmpty();
        float[] memory = found ? sameSize.pop() : new float[size];
        lent.add(memory);
        return Tensor.of(memory, shape);
    }

    /** How many tensors have not been given back. */
    int lent() {
        return lent.size();
    }

    /** Keeps nothing for later: what comes next has other sizes. */
    void forget() {
        free.clear();
    }

    /** How many numbers are kept for later. */
    long kept() {
        return free.entrySet().stream().mapToLong(entry -> (long) entry.getKey() * entry.getValue().size()).sum();
    }

    /** Gives a tensor's memory back, if it came from here; nobody may read it any more. */
    void release(Tensor tensor) {
        if (!lent.remove(tensor.data())) {
            return;
        }
        free.computeIfAbsent(tensor.size(), size -> new ArrayDeque<>()).push(tensor.data());
    }
}
