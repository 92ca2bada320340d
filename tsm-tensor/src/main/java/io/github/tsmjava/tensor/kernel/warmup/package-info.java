/**
 * What stands in for the vector kernels until they are compiled. The interpreter makes an object of every vector, so a job
 * would be over before C2 has made vector code fast. Here are the same sums in plain Java, in the same order and with the
 * same rounding: to the bit the same results.
 */
package io.github.tsmjava.tensor.kernel.warmup;
