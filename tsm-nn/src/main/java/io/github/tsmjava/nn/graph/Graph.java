package io.github.tsmjava.nn.graph;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.nn.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The nodes of a network in an order in which they can run. Immutable: a pass over a graph makes a new one, of the same
 * values.
 */
public final class Graph {

    private final List<Node> nodes;
    private final Value output;
    private final Map<Value, Node> producers = new HashMap<>();
    private final Map<Value, List<Node>> readers = new HashMap<>();

    /** @param output what the network returns */
    Graph(List<Node> nodes, Value output) {
        this.nodes = List.copyOf(nodes);
        this.output = output;
        for (Node node : nodes) {
            producers.put(node.output(), node);
            node.inputs().forEach(value -> readers.computeIfAbsent(value, key -> new ArrayList<>()).add(node));
        }
    }

    /**
     * Writes down a network that sees whole clips.
     *
     * @param inputShape of an input, as the network takes it: {@code [N, T·C, H, W]} and so on
     * @throws io.github.tsmjava.tensor.ShapeException if the network does not take such an input
     */
    public static Graph of(Layer network, int... inputShape) {
        return trace(network, false, inputShape);
    }

    /**
     * Writes down what a network does with the next frame of each of N streams. Shifts read the frame before.
     *
     * @param frameShape {@code [N, C, H, W]}
     * @throws io.github.tsmjava.tensor.ShapeException if the network does not take such frames
     * @throws IllegalStateException if it looks at later frames
     */
    public static Graph ofStream(Layer network, int... frameShape) {
        return trace(network, true, frameShape);
    }

    private static Graph trace(Layer network, boolean streaming, int... shape) {
        int[] frames = network.admit(shape, streaming);
        require(frames.length == 4, "expected [N, C, H, W], got %s", Arrays.toString(frames));
        Tracer tracer = new Tracer(streaming);
        Value input = tracer.input(Value.maps(frames[0], frames[1], frames[2], frames[3]));
        return tracer.graph(network.run(input, tracer));
    }

    public List<Node> nodes() {
        return nodes;
    }

    /** What the network returns. */
    public Value output() {
        return output;
    }

    /** The node that computes a value. */
    public Node producer(Value value) {
        return producers.get(value);
    }

    /** The nodes that read a value, in order; one that reads it twice is there twice. */
    public List<Node> readers(Value value) {
        return readers.getOrDefault(value, List.of());
    }

    /** Whether one node reads a value, once, and nobody else: what computes it may then do that node's work too. */
    public boolean isReadOnce(Value value) {
        return readers(value).size() + (value == output ? 1 : 0) == 1;
    }

    /** The multiplications of one run; see {@link Node#multiplyAdds}. */
    public long multiplyAdds() {
        return nodes.stream().mapToLong(Node::multiplyAdds).sum();
    }

    /**
     * A graph of other nodes that computes the same.
     *
     * @param rule given each node of this graph and the new list so far: adds the node, or another, or changes what is
     *             there
     */
    public Graph rewritten(BiConsumer<Node, NodeList> rule) {
        NodeList list = new NodeList();
        nodes.forEach(node -> rule.accept(node, list));
        return list.graph(output);
    }

    /** This graph without its last node: it returns what that node reads. */
    public Graph withoutLast() {
        return new Graph(nodes.subList(0, nodes.size() - 1), nodes.getLast().input());
    }
}
