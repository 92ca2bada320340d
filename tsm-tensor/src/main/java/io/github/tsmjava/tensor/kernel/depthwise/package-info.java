/** Convolutions in which every output plane is a weighted sum of moved copies of one input plane. */
package io.github.tsmjava.tensor.kernel.depthwise;
