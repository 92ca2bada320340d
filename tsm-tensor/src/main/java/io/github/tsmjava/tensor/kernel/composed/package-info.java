/** Gradients of convolutions that are computed by the other kernels of {@link io.github.tsmjava.tensor.kernel.Kernels}. */
package io.github.tsmjava.tensor.kernel.composed;
