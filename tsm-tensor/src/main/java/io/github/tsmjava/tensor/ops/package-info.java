/**
 * Operators on tensors, with their mathematics in the Javadoc: the temporal shift,
 * {@link io.github.tsmjava.tensor.ops.Shift}, first of all; the convolutions that read what it moved; and what describes
 * them, strides, paddings and activations.
 *
 * <p>Images are {@code [N, C, H, W]}. A batch of clips is {@code [N·T, C, H, W]}, row {@code n·T + t} holding frame
 * {@code t} of clip {@code n}.
 */
package io.github.tsmjava.tensor.ops;
