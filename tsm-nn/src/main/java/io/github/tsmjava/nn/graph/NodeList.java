package io.github.tsmjava.nn.graph;

import java.util.ArrayList;
import java.util.List;

/** The nodes of a graph in the making. */
public final class NodeList {

    private final List<Node> nodes = new ArrayList<>();

    NodeList() {
    }

    /** Appends a node. */
    public void add(Node node) {
        nodes.add(node);
    }

    /** Puts another node in the place of one that is there. */
    public void replace(Node node, Node other) {
        nodes.set(nodes.indexOf(node), other);
    }

    /** Lets a node that is there do the work of the next one too. */
    public void fuse(Node node, Operation both, Node next) {
        replace(node, new Node(node.name(), both, node.inputs(), next.output()));
    }

    public void remove(Node node) {
        nodes.remove(node);
    }

    /** The node so far that computes a value. */
    public Node producer(Value value) {
        return nodes.get(position(value));
    }

    /** How many nodes come before the one that computes a value. */
    public int position(Value value) {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (nodes.get(i).output() == value) {
                return i;
            }
        }
        throw new IllegalArgumentException("no node computes " + value);
    }

    /** @param output what the network returns */
    Graph graph(Value output) {
        return new Graph(nodes, output);
    }
}
