package io.github.tsmjava.tensor.kernel.gradient;

import io.github.tsmjava.tensor.kernel.depthwise.DepthwisePlanes;
import io.github.tsmjava.tensor.kernel.depthwise.DepthwiseStack;

/**
 * The kernels that only training needs, in one implementation; see {@code Kernels.gradients}.
 *
 * @param channels  batch normalisation, residual and activation
 * @param weights   gradients of convolutions with respect to their weights
 * @param depthwise the same for depthwise convolutions
 * @param planes    depthwise 3×3 convolutions and both their gradients
 * @param stack     the same on stacked images
 */
public record GradientKernels(ChannelKernels channels, WeightGradient weights, DepthwiseWeightGradient depthwise,
                              DepthwisePlanes planes, DepthwiseStack stack) {

    public GradientKernels(ChannelKernels channels, DotTile tile, TapDots dots, DepthwisePlanes planes) {
        this(channels, new WeightGradient(tile), new DepthwiseWeightGradient(dots), planes, planes.stacked());
    }
}
