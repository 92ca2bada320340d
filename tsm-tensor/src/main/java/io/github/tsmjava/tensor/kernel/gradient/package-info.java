/**
 * What training needs beside the forward kernels: gradients of convolutions with respect to weights and inputs, and the
 * passes over a batch-normalised channel.
 */
package io.github.tsmjava.tensor.kernel.gradient;
