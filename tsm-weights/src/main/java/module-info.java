/** Checkpoints that PyTorch wrote, safetensors and npy, and the maps between their key schemes. */
module io.github.tsmjava.weights {
    requires transitive io.github.tsmjava.tensor;
    requires com.google.gson;

    exports io.github.tsmjava.weights;
}
