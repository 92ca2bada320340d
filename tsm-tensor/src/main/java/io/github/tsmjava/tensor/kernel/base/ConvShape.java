package io.github.tsmjava.tensor.kernel.base;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;

/**
 * All sizes of one 2-D convolution, which its operator has checked: input {@code [batch, inChannels, inHeight,
 * inWidth]}, weight {@code [outChannels, inChannels / groups, kernelHeight, kernelWidth]}, output {@code [batch,
 * outChannels, outHeight, outWidth]}.
 */
public record ConvShape(int batch, int inChannels, int inHeight, int inWidth,
                        int outChannels, int kernelHeight, int kernelWidth,
                        int strideHeight, int strideWidth, int padHeight, int padWidth, int groups) {

    /**
     * The sizes of a convolution of these tensors.
     *
     * @param x      {@code [N, C, H, W]}
     * @param weight {@code [O, C/groups, kernelH, kernelW]}
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together or the filter does
     *                                               not fit
     */
    public static ConvShape of(Tensor x, Tensor weight, int strideH, int strideW, int padH, int padW, int groups) {
        require(x.rank() == 4, "expected an input [N, C, H, W] of 4 axes, got %d: %s", x.rank(), x);
        require(weight.rank() == 4,
                "expected a weight [O, C/groups, h, w] of 4 axes, got %d: %s", weight.rank(), weight);
        require(x.dim(1) % groups == 0, "%d input channels do not fall into %d groups", x.dim(1), groups);
        require(weight.dim(0) % groups == 0, "%d output channels do not fall into %d groups", weight.dim(0), groups);
        require(weight.dim(1) == x.dim(1) / groups, "weight %s expects %d channels in each group, input %s has %d",
                weight, weight.dim(1), x, x.dim(1) / groups);
        Window.positions("height", x.dim(2), weight.dim(2), strideH, padH);
        Window.positions("width", x.dim(3), weight.dim(3), strideW, padW);
        return new ConvShape(x.dim(0), x.dim(1), x.dim(2), x.dim(3), weight.dim(0), weight.dim(2), weight.dim(3),
                strideH, strideW, padH, padW, groups);
    }

    /** @throws io.github.tsmjava.tensor.ShapeException if y cannot hold the output */
    public void requireOutput(Tensor y) {
        require(y.hasShape(batch, outChannels, outHeight(), outWidth()),
                "the output has %d images of %d channels of %d by %d pixels, not %s", batch, outChannels, outHeight(),
                outWidth(), y);
    }

    public int outHeight() {
        return (inHeight + 2 * padHeight - kernelHeight) / strideHeight + 1;
    }

    public int outWidth() {
        return (inWidth + 2 * padWidth - kernelWidth) / strideWidth + 1;
    }

    public int inPlane() {
        return inHeight * inWidth;
    }

    public int outPlane() {
        return outHeight() * outWidth();
    }

    /** The taps of a filter: its weights for one input channel. */
    public int taps() {
        return kernelHeight * kernelWidth;
    }

    public int groupInChannels() {
        return inChannels / groups;
    }

    public int groupOutChannels() {
        return outChannels / groups;
    }

    /** How many products are summed for one output element. */
    public int depth() {
        return groupInChannels() * taps();
    }

    /** Whether each output channel reads one input channel only. */
    public boolean depthwise() {
        return groups == inChannels && groups > 1;
    }

    /** Whether this is a 1×1 convolution whose output pixel is computed from the input pixel of the same index. */
    public boolean pointwise() {
        return taps() == 1 && strideHeight == 1 && strideWidth == 1 && padHeight == 0 && padWidth == 0;
    }

    /** Whether this is a strided 1×1 convolution, which reads only some of the pixels. */
    public boolean subsampling() {
        return taps() == 1 && padHeight == 0 && padWidth == 0 && !pointwise();
    }

    /** The pointwise convolution of the pixels that this {@linkplain #subsampling() subsampling} one reads. */
    public ConvShape subsampled() {
        return new ConvShape(batch, inChannels, outHeight(), outWidth(), outChannels, 1, 1, 1, 1, 0, 0, groups);
    }
}
