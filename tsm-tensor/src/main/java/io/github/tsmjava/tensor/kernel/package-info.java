/**
 * What the operators are computed with: plain {@code float[]} with offsets and strides, nothing checked, nothing
 * allocated that a caller sees. {@link io.github.tsmjava.tensor.kernel.Kernels} picks an implementation once per
 * process; the packages below hold the kernels, by what they compute, and their implementations.
 */
package io.github.tsmjava.tensor.kernel;
