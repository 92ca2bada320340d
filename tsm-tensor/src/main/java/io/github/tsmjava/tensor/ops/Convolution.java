package io.github.tsmjava.tensor.ops;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.base.ConvShape;

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
        shape.requireOutput(y);
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

    private static ConvShape shape(Tensor x, Tensor weight, ConvSpec spec) {
        return ConvShape.of(x, weight, spec.strideH(), spec.strideW(), spec.padH(), spec.padW(), spec.groups());
    }
}
