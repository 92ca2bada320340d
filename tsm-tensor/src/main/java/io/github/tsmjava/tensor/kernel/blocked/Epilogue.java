package io.github.tsmjava.tensor.kernel.blocked;

/**
 * What is done to the sums of a convolution before they are stored: a bias is added and the result clamped, which covers
 * ReLU, ReLU6 and nothing at all.
 *
 * @param bias one number for each output channel, padded to whole tiles
 * @param low  lower bound, minus infinity for none
 * @param high upper bound, infinity for none
 */
public record Epilogue(float[] bias, float low, float high) {
}
