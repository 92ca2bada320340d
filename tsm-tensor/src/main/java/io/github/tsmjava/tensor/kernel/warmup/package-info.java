/**
 * Kernels in plain Java that compiled plans use until the vector kernels are compiled. Before that every vector is an
 * object, and a small job would be over before C2 has made vector code fast. The sums are the same, in the same order
 * and with the same rounding: to the bit the same results.
 */
package io.github.tsmjava.tensor.kernel.warmup;
