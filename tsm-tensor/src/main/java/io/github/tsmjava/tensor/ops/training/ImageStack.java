package io.github.tsmjava.tensor.ops.training;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.base.Planes;
import io.github.tsmjava.tensor.kernel.gradient.GradientKernels;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.Arrays;

/**
 * Images stacked on one another as one tall image {@code [1, C, N·H, W]}, in which a channel of all images is
 * contiguous, so that small images are not slow. Operators that read single pixels work on it as on any image: 1×1
 * convolutions, batch norm, activations, sums. Those that read neighbouring pixels or frames need to know where an
 * image ends: the shift and the depthwise convolutions here.
 */
public final class ImageStack {

    private ImageStack() { }

    /** The elements of a channel of one image. */
    static int plane(Tensor stack, int images) {
        require(stack.rank() == 4 && stack.dim(0) == 1 && images >= 1 && stack.dim(2) % images == 0,
                "expected a stack [1, C, N·H, W] of %d images, got %s", images, stack);
        return stack.dim(2) / images * stack.dim(3);
    }

    /**
     * Stacks images.
     *
     * @param x {@code [N, C, H, W]}
     * @param y {@code [1, C, N·H, W]}, overwritten
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together
     */
    public static void stack(Tensor x, Tensor y) {
        requirePair(x, y);
        exchange(x.data(), x.dim(0), x.dim(1), x.dim(2) * x.dim(3), y.data());
    }

    /**
     * Takes a stack apart.
     *
     * @param x {@code [1, C, N·H, W]}
     * @param y {@code [N, C, H, W]}, overwritten
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together
     */
    public static void unstack(Tensor x, Tensor y) {
        requirePair(y, x);
        exchange(x.data(), y.dim(1), y.dim(0), y.dim(2) * y.dim(3), y.data());
    }

    private static void requirePair(Tensor images, Tensor stack) {
        require(images.rank() == 4, "expected images [N, C, H, W] of 4 axes, got %d: %s", images.rank(), images);
        require(stack.hasShape(1, images.dim(1), images.dim(0) * images.dim(2), images.dim(3)),
                "images %s and stack %s differ", images, stack);
    }

    /** From {@code [rows, columns, plane]} to {@code [columns, rows, plane]}. */
    private static void exchange(float[] x, int rows, int columns, int plane, float[] y) {
        WorkerPool.current().forRanges(columns, Planes.grain(rows * plane), (first, end) -> {
            for (int row = 0; row < rows; row++) {
                for (int column = first; column < end; column++) {
                    System.arraycopy(x, (row * columns + column) * plane, y, (column * rows + row) * plane, plane);
                }
            }
        });
    }

    /**
     * Shifts in time: each channel is contiguous, so moving one in a clip is one copy.
     *
     * @param x        {@code [1, C, N·T·H, W]}
     * @param images   N·T, the frames of all clips
     * @param segments T, the frames of a clip
     * @param y        of the shape of x, overwritten; may be x
     * @throws io.github.tsmjava.tensor.ShapeException if the images are not a multiple of {@code segments}
     */
    public static void shift(Shift shift, Tensor x, int images, int segments, Tensor y) {
        int plane = plane(x, images);
        require(segments >= 1, "segments must be at least 1, got %d", segments);
        require(images % segments == 0, "%d frames are not a multiple of %d segments (input %s)", images, segments, x);
        require(x.sameShape(y), "input %s and output %s differ", x, y);
        int channels = x.dim(1);
        int fold = shift.fold(channels);
        boolean ring = shift.boundary() == Shift.Boundary.CIRCULANT;
        WorkerPool.current().forEach(channels, channel -> {
            int offset = channel < fold ? shift.first() : channel < 2 * fold ? shift.second() : 0;
            int row = channel * images * plane;
            if (offset == 0) {
                if (x != y) {
                    System.arraycopy(x.data(), row, y.data(), row, images * plane);
                }
                return;
            }
            for (int clip = 0; clip < images; clip += segments) {
                moveClip(x.data(), y.data(), row + clip * plane, segments * plane, plane, offset, ring);
            }
        });
    }

    /** Moves the frames of a channel of a clip by one. */
    private static void moveClip(float[] x, float[] y, int at, int length, int plane, int offset, boolean ring) {
        int lost = offset > 0 ? at : at + length - plane;
        int edge = offset > 0 ? at + length - plane : at;
        float[] other = ring ? Arrays.copyOfRange(x, lost, lost + plane) : new float[plane];
        System.arraycopy(x, offset > 0 ? at + plane : at, y, offset > 0 ? at : at + plane, length - plane);
        System.arraycopy(other, 0, y, edge, plane);
    }

    /**
     * Whether {@link #depthwise} can compute such a convolution.
     *
     * @param weight {@code [O, C/groups, kernelH, kernelW]}
     * @throws io.github.tsmjava.tensor.ShapeException if the weight has other axes
     */
    public static boolean acceptsDepthwise(Tensor weight, ConvSpec spec) {
        require(weight.rank() == 4,
                "expected a weight [O, C/groups, h, w] of 4 axes, got %d: %s", weight.rank(), weight);
        return spec.groups() > 1 && weight.dim(0) == spec.groups() && weight.dim(1) == 1
                && Kernels.get().gradients().planes().accepts(new ConvShape(1, weight.dim(0), 8, 8, weight.dim(0),
                        weight.dim(2), weight.dim(3), spec.strideH(), spec.strideW(), spec.padH(), spec.padW(),
                        spec.groups()));
    }

    /**
     * A depthwise 3×3 convolution with a padding of 1 on each image of a stack.
     *
     * @param x      {@code [1, C, N·H, W]}
     * @param images N
     * @param weight {@code [C, 1, 3, 3]}
     * @param spec   one that is {@linkplain #acceptsDepthwise accepted}
     * @param y      {@code [1, C, N·outH, outW]}, overwritten
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together
     */
    public static void depthwise(Tensor x, int images, Tensor weight, ConvSpec spec, Tensor y) {
        ConvShape shape = shape(x, images, weight, spec, y);
        kernels().stack().run(shape, x.data(), weight.data(), y.data(), WorkerPool.current());
    }

    /**
     * The gradients of {@link #depthwise}.
     *
     * @param x  {@code [1, C, N·H, W]}
     * @param dy {@code [1, C, N·outH, outW]}
     * @param dx {@code [1, C, N·H, W]}, overwritten
     * @param dw {@code [C, 1, 3, 3]}, overwritten
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together
     */
    public static void depthwiseGradients(Tensor x, int images, Tensor weight, ConvSpec spec, Tensor dy, Tensor dx,
                                          Tensor dw) {
        ConvShape shape = shape(x, images, weight, spec, dy);
        require(x.sameShape(dx) && weight.sameShape(dw), "gradients %s and %s do not fit input %s and weight %s",
                dx, dw, x, weight);
        kernels().stack().gradients(shape, x.data(), weight.data(), dy.data(), dx.data(), dw.data(),
                WorkerPool.current());
    }

    private static GradientKernels kernels() {
        return Kernels.get().gradients();
    }

    private static ConvShape shape(Tensor x, int images, Tensor weight, ConvSpec spec, Tensor y) {
        plane(x, images);
        require(acceptsDepthwise(weight, spec) && weight.dim(0) == x.dim(1),
                "expected a depthwise 3x3 convolution of %d channels, got weight %s and %s", x.dim(1), weight, spec);
        ConvShape shape = new ConvShape(images, x.dim(1), x.dim(2) / images, x.dim(3), x.dim(1), 3, 3,
                spec.strideH(), spec.strideW(), spec.padH(), spec.padW(), spec.groups());
        require(y.hasShape(1, shape.outChannels(), images * shape.outHeight(), shape.outWidth()),
                "the output is a stack of %d images of %d channels of %d by %d pixels, not %s", images,
                shape.outChannels(), shape.outHeight(), shape.outWidth(), y);
        return shape;
    }
}
