/** What is computed by whichever {@link io.github.tsmjava.tensor.kernel.Kernels} there are. */
package io.github.tsmjava.tensor.kernel.composed;
