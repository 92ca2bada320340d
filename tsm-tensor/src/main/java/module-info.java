/** Tensors, the temporal shift in all its forms, and the kernels beneath them. Needs nothing but {@code java.base}. */
@SuppressWarnings("module") // the modules that may see the kernels are built after this one
module io.github.tsmjava.tensor {
    // Optional at run time: without it the scalar kernels do the work.
    requires static jdk.incubator.vector;

    exports io.github.tsmjava.tensor;
    exports io.github.tsmjava.tensor.ops;
    exports io.github.tsmjava.tensor.ops.layer to io.github.tsmjava.nn, io.github.tsmjava.models, io.github.tsmjava.train,
        io.github.tsmjava.web;
    exports io.github.tsmjava.tensor.ops.training to io.github.tsmjava.nn, io.github.tsmjava.models, io.github.tsmjava.train;
    exports io.github.tsmjava.tensor.kernel;
    exports io.github.tsmjava.tensor.kernel.base to io.github.tsmjava.nn;
    exports io.github.tsmjava.tensor.kernel.blocked to io.github.tsmjava.nn;
}
