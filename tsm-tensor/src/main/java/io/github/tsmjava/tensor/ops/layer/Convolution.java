package io.github.tsmjava.tensor.ops.layer;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.ops.ConvSpec;

/**
 * 2-D convolution, in the sense of neural networks (the filter is not mirrored):
 *
 * <pre>
 *   y[n, o, h, w] = bias[o] + sum over c, r, s of
 *       weight[o, c, r, s] * x[n, g + c, h·strideH + r - padH, w·strideW + s - padW]
 * </pre>
 *
 * where {@code g} is the first channel of output channel o's group and x is zero outside its bounds. Source:
 * {@code torch.nn.functional.conv2d} without dilation.
 */
public final class Convolution {

    private Convolution() { }

    /**
     * Convolves.
     *
     * @param x          {@code [N, C, H, W]}
     * @param weight     {@code [O, C/groups, kernelH, kernelW]}
     * @param biasOrNull {@code [O]}, or null for none
     * @return {@code [N, O, outH, outW]}
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together or the filter does not fit
     */
    public static Tensor conv2d(Tensor x, Tensor weight, Tensor biasOrNull, ConvSpec spec) {
        ConvShape shape = shape(x, weight, spec);
        Tensor y = Tensor.zeros(shape.batch(), shape.outChannels(), shape.outHeight(), shape.outWidth());
        run(shape, x, weight, biasOrNull, Accuracy.EXACT, y);
        return y;
    }

    /**
     * Convolves into a tensor that exists.
     *
     * @param y {@code [N, O, outH, outW]}, overwritten
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together or the filter does not fit
     */
    public static void conv2d(Tensor x, Tensor weight, Tensor biasOrNull, ConvSpec spec, Tensor y) {
        conv2d(x, weight, biasOrNull, spec, Accuracy.EXACT, y);
    }

    /**
     * As {@link #conv2d(Tensor, Tensor, Tensor, ConvSpec, Tensor)}, which is exact.
     *
     * @param accuracy whether 3×3 convolutions may lose a few bits, to about 1e-5 of the largest output
     */
    public static void conv2d(Tensor x, Tensor weight, Tensor biasOrNull, ConvSpec spec, Accuracy accuracy, Tensor y) {
        ConvShape shape = shape(x, weight, spec);
        requireOutput(shape, y);
        run(shape, x, weight, biasOrNull, accuracy, y);
    }

    private static void run(ConvShape shape, Tensor x, Tensor weight, Tensor biasOrNull, Accuracy accuracy, Tensor y) {
        require(biasOrNull == null || biasOrNull.hasShape(weight.dim(0)),
                "bias %s does not fit %d output channels", biasOrNull, weight.dim(0));
        if (y.size() > 0) {
            Kernels.get().convolution(shape, accuracy).run(shape, x.data(), weight.data(),
                    biasOrNull == null ? null : biasOrNull.data(), y.data(), WorkerPool.current());
        }
    }

    /** All sizes of a convolution, checked. */
    static ConvShape shape(Tensor x, Tensor weight, ConvSpec spec) {
        require(x.rank() == 4, "expected an input [N, C, H, W] of 4 axes, got %d: %s", x.rank(), x);
        require(weight.rank() == 4,
                "expected a weight [O, C/groups, h, w] of 4 axes, got %d: %s", weight.rank(), weight);
        int groups = spec.groups();
        require(x.dim(1) % groups == 0, "%d input channels do not fall into %d groups", x.dim(1), groups);
        require(weight.dim(0) % groups == 0, "%d output channels do not fall into %d groups", weight.dim(0), groups);
        require(weight.dim(1) == x.dim(1) / groups, "weight %s expects %d channels in each group, input %s has %d",
                weight, weight.dim(1), x, x.dim(1) / groups);
        spec.outputHeight(x.dim(2), weight.dim(2));
        spec.outputWidth(x.dim(3), weight.dim(3));
        return new ConvShape(x.dim(0), x.dim(1), x.dim(2), x.dim(3), weight.dim(0), weight.dim(2), weight.dim(3),
                spec.strideH(), spec.strideW(), spec.padH(), spec.padW(), groups);
    }

    static void requireOutput(ConvShape shape, Tensor y) {
        require(y.hasShape(shape.batch(), shape.outChannels(), shape.outHeight(), shape.outWidth()),
                "the output has %d images of %d channels of %d by %d pixels, not %s", shape.batch(),
                shape.outChannels(), shape.outHeight(), shape.outWidth(), y);
    }
}
