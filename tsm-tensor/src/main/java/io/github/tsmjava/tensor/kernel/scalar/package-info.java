/**
 * The scalar kernels, the reference for all others: sums are formed in double precision and rounded once. They also do
 * the work where the Vector API is missing, so their inner loops are ones that a compiler vectorises.
 */
package io.github.tsmjava.tensor.kernel.scalar;
