/** Gradients of convolutions that other kernels compute, of any {@link io.github.tsmjava.tensor.kernel.Kernels}. */
package io.github.tsmjava.tensor.kernel.composed;
