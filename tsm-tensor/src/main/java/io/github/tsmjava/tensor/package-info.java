/**
 * The {@link io.github.tsmjava.tensor.Tensor}: float32 elements in row-major order, with a shape; and the
 * {@link io.github.tsmjava.tensor.WorkerPool} whose threads work on it.
 */
package io.github.tsmjava.tensor;
