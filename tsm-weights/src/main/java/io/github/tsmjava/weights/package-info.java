/**
 * Checkpoints that PyTorch wrote, safetensors and npy: files of named tensors, whatever network they belong to. Start with
 * {@link io.github.tsmjava.weights.Checkpoint}; the way back is {@link io.github.tsmjava.weights.Checkpoint#writeSafetensors}.
 */
package io.github.tsmjava.weights;
