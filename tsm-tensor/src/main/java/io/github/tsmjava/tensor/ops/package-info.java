/**
 * The temporal shift, {@link io.github.tsmjava.tensor.ops.Shift}, and what describes the other operators of a layer:
 * strides, paddings, activations.
 *
 * <p>Images are {@code [N, C, H, W]}. A batch of clips is {@code [N·T, C, H, W]}, row {@code n·T + t} holding frame
 * {@code t} of clip {@code n}.
 */
package io.github.tsmjava.tensor.ops;
