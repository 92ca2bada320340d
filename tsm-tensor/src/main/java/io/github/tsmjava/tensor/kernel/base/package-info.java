/** What kernels are given: shapes, matrices, channels of a tensor, memory for the time of a call. */
package io.github.tsmjava.tensor.kernel.base;
