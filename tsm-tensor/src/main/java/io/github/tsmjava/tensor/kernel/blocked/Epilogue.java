package io.github.tsmjava.tensor.kernel.blocked;

/**
 * What is done to the sums of a convolution on blocked maps before they are stored: {@code clamp(sum + bias)}, which
 * covers ReLU, ReLU6 and no activation.
 *
 * @param bias one value for each output channel, padded to whole tiles
 * @param low  lower bound, minus infinity for none
 * @param high upper bound, infinity for none
 */
public record Epilogue(float[] bias, float low, float high) {
}
