/** Kernels that only training needs: gradients of convolutions, and batch normalisation with its gradient. */
package io.github.tsmjava.tensor.kernel.gradient;
