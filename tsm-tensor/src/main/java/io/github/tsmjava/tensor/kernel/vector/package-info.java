/**
 * The innermost loops in the Vector API: the only package that may refer to {@code jdk.incubator.vector}. A kernel's
 * name gives its tile, in rows by vectors of columns; docs/kernels.md decodes them.
 */
package io.github.tsmjava.tensor.kernel.vector;
