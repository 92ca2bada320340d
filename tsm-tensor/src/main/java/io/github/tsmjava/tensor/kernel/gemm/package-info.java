/**
 * Matrix products on packed panels, and convolutions as matrix products.
 *
 * <p>The left matrix is packed into panels of a few rows, the right one into panels of a few vectors of columns, each
 * panel running along the depth. A {@link io.github.tsmjava.tensor.kernel.gemm.GemmKernel} multiplies two panels, with
 * the sums in registers. A convolution's right matrix (a row for each input channel and tap, a column for each output
 * pixel) is never stored: its panels are packed straight from the image.
 */
package io.github.tsmjava.tensor.kernel.gemm;
