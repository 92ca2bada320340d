/**
 * What layers compute besides convolutions, each a function from tensors to a new tensor, with its mathematics in the
 * Javadoc, and the gradients of all of it.
 *
 * <p>Images are {@code [N, C, H, W]}. A batch of clips is {@code [N·T, C, H, W]}, row {@code n·T + t} holding frame
 * {@code t} of clip {@code n}.
 */
package io.github.tsmjava.tensor.ops.layer;
