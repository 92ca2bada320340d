/** Checkpoints that PyTorch wrote, safetensors and npy; and the writing of files, for this project's other modules. */
@SuppressWarnings("module") // the modules that write files are built after this one
module io.github.tsmjava.weights {
    requires transitive io.github.tsmjava.tensor;
    requires com.google.gson;

    exports io.github.tsmjava.io
            to io.github.tsmjava.models, io.github.tsmjava.train, io.github.tsmjava.web, io.github.tsmjava.app;
    exports io.github.tsmjava.weights;
}
