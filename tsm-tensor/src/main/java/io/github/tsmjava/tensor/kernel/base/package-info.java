/** What all kernel packages share: sizes, matrices, the channels of a tensor, buffers. */
package io.github.tsmjava.tensor.kernel.base;
