/**
 * The tiles of convolutions and products: what fits into the registers at once. A name gives the tile, in rows by vectors
 * of columns. With the package above, the only ones that may refer to {@code jdk.incubator.vector}.
 */
package io.github.tsmjava.tensor.kernel.vector.tile;
