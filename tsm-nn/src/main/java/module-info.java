/** Layers named as in PyTorch, and the temporal shift as a layer. */
@SuppressWarnings("module") // the modules that may see graphs and the optimiser are built after this one
module io.github.tsmjava.nn {
    requires transitive io.github.tsmjava.tensor;

    exports io.github.tsmjava.nn;
    exports io.github.tsmjava.nn.parameter;
    exports io.github.tsmjava.nn.graph to io.github.tsmjava.models;
    exports io.github.tsmjava.nn.optimizer to io.github.tsmjava.models, io.github.tsmjava.train;
    exports io.github.tsmjava.nn.plan;
    exports io.github.tsmjava.nn.training;
}
