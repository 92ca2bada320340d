/**
 * The arithmetic behind operators and compiled plans, on plain {@code float[]} with offsets and strides. Kernels check
 * nothing, since their callers do, and allocate nothing that a caller sees.
 * {@link io.github.tsmjava.tensor.kernel.Kernels} chooses an implementation once per process. The packages below hold
 * the kernels by what they compute, and the implementations {@code scalar} and {@code vector}.
 */
package io.github.tsmjava.tensor.kernel;
