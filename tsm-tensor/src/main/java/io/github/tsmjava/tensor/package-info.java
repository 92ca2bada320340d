/** The {@link io.github.tsmjava.tensor.Tensor}: float32 numbers in row-major order, with a shape. */
package io.github.tsmjava.tensor;
