package io.github.tsmjava.tensor.kernel.gradient;

import io.github.tsmjava.tensor.kernel.depthwise.DepthwisePlanes;
import io.github.tsmjava.tensor.kernel.depthwise.DepthwiseStack;

/**
 * The kernels of training in one implementation.
 *
 * @param channels  passes over channels
 * @param weights   gradients of convolutions with respect to their weights
 * @param depthwise the same for depthwise convolutions
 * @param planes    both gradients for the depthwise convolutions it accepts
 * @param stack     these convolutions and their gradients on stacked images
 */
public record GradientKernels(ChannelKernels channels, WeightGradient weights, DepthwiseWeightGradient depthwise,
                              DepthwisePlanes planes, DepthwiseStack stack) {

    public GradientKernels(ChannelKernels channels, DotTile tile, TapDots dots, DepthwisePlanes planes) {
        this(channels, new WeightGradient(tile), new DepthwiseWeightGradient(dots), planes, planes.stacked());
    }
}
