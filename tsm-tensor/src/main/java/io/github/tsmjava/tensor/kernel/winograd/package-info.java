/**
 * 3×3 convolutions of stride 1 by Winograd's algorithm on planes {@code [N, C, H, W]}, for training: forward and both
 * gradients. Source: Lavin, Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016.
 */
package io.github.tsmjava.tensor.kernel.winograd;
