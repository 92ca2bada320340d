package io.github.tsmjava.tensor.ops;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.kernel.base.Window;

/**
 * Stride and padding of a 3-D convolution.
 *
 * @param strideT input frames from one output frame to the next
 * @param padT    frames of zeros before and after each clip
 * @param image   stride and padding within a frame; one group
 */
public record Conv3dSpec(int strideT, int padT, ConvSpec image) {

    public Conv3dSpec {
        require(strideT >= 1, "temporal stride must be at least 1, got %d", strideT);
        require(padT >= 0, "temporal padding must be at least 0, got %d", padT);
        require(image.groups() == 1, "expected 1 group, got %d", image.groups());
    }

    /** Stride and padding in time, and those of each frame, the same in both directions. */
    public static Conv3dSpec of(int strideT, int stride, int padT, int padding) {
        return new Conv3dSpec(strideT, padT, ConvSpec.of(stride, padding));
    }

    /** The number of output frames of a clip: {@code (inT + 2·padT - kernelT) / strideT + 1}, rounded down. */
    public int outputFrames(int inT, int kernelT) {
        return Window.positions("time", inT, kernelT, strideT, padT);
    }

    /** Whether each output frame is computed from the input frame of the same index alone. */
    public boolean isFrameByFrame(int kernelT) {
        return kernelT == 1 && strideT == 1 && padT == 0;
    }
}
