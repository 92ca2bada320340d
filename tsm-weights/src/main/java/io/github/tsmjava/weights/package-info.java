/**
 * Checkpoints that PyTorch wrote, safetensors and npy, and the maps between their key schemes.
 *
 * <p>A weight travels from {@link io.github.tsmjava.weights.Checkpoint}, which finds the named tensors of a file,
 * through {@link io.github.tsmjava.weights.KeyMap}, which knows what they are called here. The way back is
 * {@link io.github.tsmjava.weights.Safetensors#write}.
 */
package io.github.tsmjava.weights;
