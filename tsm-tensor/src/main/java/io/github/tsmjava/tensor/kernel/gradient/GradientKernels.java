package io.github.tsmjava.tensor.kernel.gradient;

/**
 * The kernels of training in one implementation.
 *
 * @param channels  passes over channels
 * @param weights   gradients of convolutions with respect to their weights
 * @param depthwise the same for depthwise convolutions
 */
public record GradientKernels(ChannelKernels channels, WeightGradient weights, DepthwiseWeightGradient depthwise) {

    public GradientKernels(ChannelKernels channels, DotTile tile, MovedDots dots) {
        this(channels, new WeightGradient(tile), new DepthwiseWeightGradient(dots));
    }
}
