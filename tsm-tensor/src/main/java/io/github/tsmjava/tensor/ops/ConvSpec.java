package io.github.tsmjava.tensor.ops;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.kernel.base.Window;

/**
 * Stride, padding and groups of a 2-D convolution.
 *
 * @param strideH input rows from one output row to the next
 * @param strideW input columns from one output column to the next
 * @param padH    rows of zeros above and below the input
 * @param padW    columns of zeros left and right of the input
 * @param groups  how many groups the channels form; an output channel reads only the input channels of its own group
 */
public record ConvSpec(int strideH, int strideW, int padH, int padW, int groups) {

    public ConvSpec {
        require(strideH >= 1 && strideW >= 1, "strides must be at least 1, got %d and %d", strideH, strideW);
        require(padH >= 0 && padW >= 0, "paddings must be at least 0, got %d and %d", padH, padW);
        require(groups >= 1, "groups must be at least 1, got %d", groups);
    }

    /** The same stride and padding in both directions, all channels together. */
    public static ConvSpec of(int stride, int padding) {
        return of(stride, padding, 1);
    }

    /** The same stride and padding in both directions. */
    public static ConvSpec of(int stride, int padding, int groups) {
        return new ConvSpec(stride, stride, padding, padding, groups);
    }

    /** Whether each output pixel is computed from the input pixel in the same place alone. */
    public boolean isPointwise(int kernelH, int kernelW) {
        return kernelH == 1 && kernelW == 1 && strideH == 1 && strideW == 1 && padH == 0 && padW == 0;
    }

    /** The output's rows: {@code (inH + 2·padH - kernelH) / strideH + 1}, rounded down. */
    public int outputHeight(int inH, int kernelH) {
        return Window.positions("height", inH, kernelH, strideH, padH);
    }

    /** The output's columns: {@code (inW + 2·padW - kernelW) / strideW + 1}, rounded down. */
    public int outputWidth(int inW, int kernelW) {
        return Window.positions("width", inW, kernelW, strideW, padW);
    }
}
