/**
 * The kernels in the Vector API. With {@code tile}, the only package that may refer to {@code jdk.incubator.vector}. A
 * kernel's name says how many vectors it computes at once; docs/kernels.md explains the names.
 */
package io.github.tsmjava.tensor.kernel.vector;
