/** What only training computes: the loss, dropout, batch norms with the statistics of a batch, stacks of images. */
package io.github.tsmjava.tensor.ops.training;
