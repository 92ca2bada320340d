package io.github.tsmjava.tensor.ops.layer;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.composed.InputGradient;
import io.github.tsmjava.tensor.kernel.composed.WideWeightGradient;
import io.github.tsmjava.tensor.kernel.gradient.GradientKernels;
import io.github.tsmjava.tensor.kernel.gradient.Subsampling;
import io.github.tsmjava.tensor.kernel.winograd.WinogradKernels;
import io.github.tsmjava.tensor.ops.ConvSpec;
import java.util.Arrays;
import java.util.Optional;

/**
 * The gradients of {@link io.github.tsmjava.tensor.ops.Convolution}, given {@code dy}, the gradient of a loss with respect to the output. All
 * results are written into tensors that exist and do not depend on the number of threads. Source:
 * {@code torch.nn.grad}.
 */
public final class ConvolutionGradient {

    private ConvolutionGradient() { }

    /**
     * With respect to the input.
     *
     * @param dy     {@code [N, O, outH, outW]}
     * @param weight {@code [O, C/groups, kernelH, kernelW]}
     * @param dx     {@code [N, C, H, W]}, overwritten
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together
     */
    public static void input(Tensor dy, Tensor weight, ConvSpec spec, Tensor dx) {
        input(dy, weight, spec, Accuracy.EXACT, dx);
    }

    /**
     * As {@link #input(Tensor, Tensor, ConvSpec, Tensor)}, which is exact.
     *
     * @param accuracy whether gradients of 3×3 convolutions may lose a few bits, to about 1e-5 of the largest
     */
    public static void input(Tensor dy, Tensor weight, ConvSpec spec, Accuracy accuracy, Tensor dx) {
        ConvShape shape = shape(dx, weight, spec);
        shape.requireOutput(dy);
        if (dy.size() == 0) {
            Arrays.fill(dx.data(), 0f);
            return;
        }
        GradientKernels kernels = Kernels.get().gradients();
        if (kernels.planes().accepts(shape)) {
            kernels.planes().inputGradient(shape, weight.data(), dy.data(), dx.data(), WorkerPool.current());
        } else {
            new InputGradient(shape, accuracy)
                    .run(weight.data(), dy.data(), dx.data(), Kernels.get(), WorkerPool.current());
        }
    }

    /**
     * With respect to the weight.
     *
     * @param x  {@code [N, C, H, W]}
     * @param dy {@code [N, O, outH, outW]}
     * @param dw {@code [O, C/groups, kernelH, kernelW]}, overwritten
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together
     */
    public static void weight(Tensor x, Tensor dy, ConvSpec spec, Tensor dw) {
        weight(x, dy, spec, Accuracy.EXACT, dw);
    }

    /**
     * As {@link #weight(Tensor, Tensor, ConvSpec, Tensor)}, which is exact.
     *
     * @param accuracy whether gradients of 3×3 convolutions may lose a few bits, to about 1e-5 of the largest
     */
    public static void weight(Tensor x, Tensor dy, ConvSpec spec, Accuracy accuracy, Tensor dw) {
        ConvShape shape = shape(x, dw, spec);
        shape.requireOutput(dy);
        if (dy.size() == 0) {
            Arrays.fill(dw.data(), 0f);
            return;
        }
        WorkerPool pool = WorkerPool.current();
        if (shape.subsampling()) {
            weight(shape.subsampled(), Subsampling.gather(shape, x.data(), pool), dy.data(), accuracy, dw.data(), pool);
        } else {
            weight(shape, x.data(), dy.data(), accuracy, dw.data(), pool);
        }
    }

    private static void weight(ConvShape shape, float[] x, float[] dy, Accuracy accuracy, float[] dw, WorkerPool pool) {
        GradientKernels kernels = Kernels.get().gradients();
        Optional<WinogradKernels> winograd = Kernels.get().winograd(shape, accuracy);
        if (winograd.isPresent()) {
            winograd.get().weights().run(shape, x, dy, dw, pool);
        } else if (kernels.planes().accepts(shape)) {
            kernels.planes().weightGradient(shape, x, dy, dw, pool);
        } else if (shape.depthwise()) {
            kernels.depthwise().run(shape, x, dy, dw, pool);
        } else if (WideWeightGradient.accepts(shape)) {
            new WideWeightGradient(shape).run(x, dy, dw, Kernels.get(), pool);
        } else {
            kernels.weights().run(shape, x, dy, dw, pool);
        }
    }

    /**
     * With respect to the bias: the sum over all images and pixels.
     *
     * @param dy {@code [N, O, …]}
     * @param db {@code [O]}, overwritten
     * @throws io.github.tsmjava.tensor.ShapeException if there is not one bias for each channel
     */
    public static void bias(Tensor dy, Tensor db) {
        require(dy.rank() >= 2, "expected a gradient [N, O, …] of at least 2 axes, got %d: %s", dy.rank(), dy);
        int channels = dy.dim(1);
        require(db.hasShape(channels), "bias %s does not fit %d output channels", db, channels);
        int planes = dy.dim(0) * channels;
        int plane = planes == 0 ? 0 : dy.size() / planes;
        WorkerPool.current().forEach(channels, channel -> {
            double sum = 0;
            for (int p = channel; p < planes; p += channels) {
                for (int i = p * plane; i < (p + 1) * plane; i++) {
                    sum += dy.data()[i];
                }
            }
            db.data()[channel] = (float) sum;
        });
    }

    private static ConvShape shape(Tensor x, Tensor weight, ConvSpec spec) {
        return ConvShape.of(x, weight, spec.strideH(), spec.strideW(), spec.padH(), spec.padW(), spec.groups());
    }
}
