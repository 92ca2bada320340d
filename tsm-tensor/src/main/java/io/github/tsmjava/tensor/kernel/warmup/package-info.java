/**
 * Kernels in plain Java with which small plans begin. Until C2 has compiled vector kernels, every vector is an object,
 * and a small job is over before that. The sums are the same, in the same order and with the same rounding: to the
 * bit the same results.
 */
package io.github.tsmjava.tensor.kernel.warmup;
