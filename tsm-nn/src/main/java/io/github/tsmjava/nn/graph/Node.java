package io.github.tsmjava.nn.graph;

import java.util.List;

/**
 * One operation of a graph.
 *
 * @param name   the layer's, as in PyTorch
 * @param inputs the values it reads, in the operation's order
 */
public record Node(String name, Operation operation, List<Value> inputs, Value output) {

    public Node {
        inputs = List.copyOf(inputs);
    }

    /** The first value it reads. */
    public Value input() {
        return inputs.getFirst();
    }

    /** The multiplications that the operation's definition sums up. */
    public long multiplyAdds() {
        return operation.multiplyAdds(inputs, output);
    }
}
