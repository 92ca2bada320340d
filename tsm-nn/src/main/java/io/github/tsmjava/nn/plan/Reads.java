package io.github.tsmjava.nn.plan;

import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Leaf;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.TemporalPool;
import io.github.tsmjava.nn.TemporalShift;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts how often each value of a network's flow is read. What is read once more elsewhere must stay what it is: an
 * activation behind it cannot become part of the convolution that computes it.
 */
final class Reads implements Flow<Reads.Count> {

    /** Of one value. */
    static final class Count {
        private int reads;
    }

    private final List<Count> counts = new ArrayList<>();

    private Reads() {
    }

    /** For the network's input, and then for what each operation returns, in the order in which they happen. */
    static List<Integer> of(Layer network) {
        Reads reads = new Reads();
        Count output = network.run(reads.read(), reads);
        output.reads++;
        return reads.counts.stream().map(count -> count.reads).toList();
    }

    private Count read(Count... inputs) {
        for (Count input : inputs) {
            input.reads++;
        }
        Count result = new Count();
        counts.add(result);
        return result;
    }

    @Override
    public Count apply(Leaf layer, Count x) {
        return read(x);
    }

    @Override
    public Count shift(TemporalShift layer, Count x) {
        return read(x);
    }

    @Override
    public Count pool(TemporalPool layer, Count x) {
        return read(x);
    }

    @Override
    public Count add(Count a, Count b) {
        return read(a, b);
    }

    @Override
    public Count attend(NonLocal layer, Count queries, Count keys, Count values) {
        return read(queries, keys, values);
    }

    @Override
    public Count consensus(Count scores, int segments) {
        return read(scores);
    }
}
