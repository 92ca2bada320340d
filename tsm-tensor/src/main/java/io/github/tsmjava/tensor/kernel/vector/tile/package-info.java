/**
 * The innermost loops of convolutions and products in the Vector API. A tile is what one call computes, with all sums
 * in registers; a name gives its rows, or pixels, by its vectors of columns, or output channels. Only this package and
 * the one above may refer to {@code jdk.incubator.vector}.
 */
package io.github.tsmjava.tensor.kernel.vector.tile;
