/** Layers named as in PyTorch, and the temporal shift as a layer. */
module io.github.tsmjava.nn {
    requires transitive io.github.tsmjava.tensor;

    exports io.github.tsmjava.nn;
    exports io.github.tsmjava.nn.parameter;
    exports io.github.tsmjava.nn.graph;
    exports io.github.tsmjava.nn.plan;
    exports io.github.tsmjava.nn.training;
}
