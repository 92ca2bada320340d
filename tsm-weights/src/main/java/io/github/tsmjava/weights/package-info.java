/** Checkpoints that PyTorch wrote, safetensors and npy, and the maps between their key schemes. */
package io.github.tsmjava.weights;
