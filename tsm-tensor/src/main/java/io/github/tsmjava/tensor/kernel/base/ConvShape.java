package io.github.tsmjava.tensor.kernel.base;

/**
 * All sizes of one 2-D convolution, which its operator has checked: input {@code [batch, inChannels, inHeight,
 * inWidth]}, weight {@code [outChannels, inChannels / groups, kernelHeight, kernelWidth]}, output {@code [batch,
 * outChannels, outHeight, outWidth]}.
 */
public record ConvShape(int batch, int inChannels, int inHeight, int inWidth,
                        int outChannels, int kernelHeight, int kernelWidth,
                        int strideHeight, int strideWidth, int padHeight, int padWidth, int groups) {

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
