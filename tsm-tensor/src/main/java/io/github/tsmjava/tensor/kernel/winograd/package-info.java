/**
 * 3×3 convolutions by Winograd's algorithm: the transforms, and what training does with them on planes, forward and
 * both gradients. Source: Lavin, Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016.
 */
package io.github.tsmjava.tensor.kernel.winograd;
