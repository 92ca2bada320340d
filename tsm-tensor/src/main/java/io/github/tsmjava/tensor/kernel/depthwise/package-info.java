/**
 * Depthwise convolutions of planes: every output plane is a weighted sum of one input plane at the offsets of the taps.
 */
package io.github.tsmjava.tensor.kernel.depthwise;
