package io.github.tsmjava.tensor.ops;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.TemporalPatches;

/**
 * 3-D convolution, over time and space:
 *
 * <pre>
 *   y[n, o, t, h, w] = bias[o] + sum over c, q, r, s of
 *       weight[o, c, q, r, s] * x[n, c, t·strideT + q - padT, h·strideH + r - padH, w·strideW + s - padW]
 * </pre>
 *
 * where x is zero outside its bounds. Source: {@code torch.nn.functional.conv3d} without dilation and groups.
 *
 * <p>It is computed as a 2-D convolution with the same weight, whose input channels are the frames under the filter.
 */
public final class Convolution3d {

    private Convolution3d() { }

    /**
     * Convolves.
     *
     * @param x          {@code [N, C, T, H, W]}
     * @param weight     {@code [O, C, kernelT, kernelH, kernelW]}
     * @param biasOrNull {@code [O]}, or null for none
     * @return {@code [N, O, outT, outH, outW]}
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together or the filter does not fit
     */
    public static Tensor conv3d(Tensor x, Tensor weight, Tensor biasOrNull, Conv3dSpec spec) {
        require(x.rank() == 5, "expected an input [N, C, T, H, W] of 5 axes, got %d: %s", x.rank(), x);
        Tensor frames = exchanged(x).reshape(x.dim(0) * x.dim(2), x.dim(1), x.dim(3), x.dim(4));
        Tensor y = frames(frames, x.dim(2), weight, biasOrNull, spec);
        int outT = spec.outputFrames(x.dim(2), weight.dim(2));
        return exchanged(y.reshape(x.dim(0), outT, y.dim(1), y.dim(2), y.dim(3)));
    }

    /**
     * Convolves clips whose frames lie in the batch, as they do in networks of 2-D layers.
     *
     * @param x          {@code [N·T, C, H, W]}
     * @param segments   T, the frames of a clip
     * @param weight     {@code [O, C, kernelT, kernelH, kernelW]}
     * @param biasOrNull {@code [O]}, or null for none
     * @return {@code [N·outT, O, outH, outW]}
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together or the filter does not fit
     */
    public static Tensor frames(Tensor x, int segments, Tensor weight, Tensor biasOrNull, Conv3dSpec spec) {
        int outT = outputFrames(x, segments, weight, spec);
        int kernelT = weight.dim(2);
        Tensor filter = TemporalPatches.filter(weight);
        if (spec.isFrameByFrame(kernelT)) {
            return Convolution.conv2d(x, filter, biasOrNull, spec.image());
        }
        int clips = x.dim(0) / segments;
        Tensor y = Tensor.zeros(clips * outT, weight.dim(0), spec.image().outputHeight(x.dim(2), weight.dim(3)),
                spec.image().outputWidth(x.dim(3), weight.dim(4)));
        // A clip at a time: what the filter reads is several times as large as the clip.
        for (int clip = 0; clip < clips; clip++) {
            Tensor patches = TemporalPatches.of(x.slice(clip * segments, (clip + 1) * segments), kernelT, outT,
                    spec.strideT(), spec.padT());
            Tensor part = Convolution.conv2d(patches, filter, biasOrNull, spec.image());
            System.arraycopy(part.data(), 0, y.data(), clip * part.size(), part.size());
        }
        return y;
    }

    /**
     * The output frames of a clip, as {@link #frames} computes them.
     *
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together or the filter does not fit
     */
    public static int outputFrames(Tensor x, int segments, Tensor weight, Conv3dSpec spec) {
        require(x.rank() == 4, "expected frames [N·T, C, H, W] of 4 axes, got %d: %s", x.rank(), x);
        require(weight.rank() == 5, "expected a weight [O, C, t, h, w] of 5 axes, got %d: %s", weight.rank(), weight);
        require(segments >= 1, "segments must be at least 1, got %d", segments);
        require(x.dim(0) % segments == 0, "%d frames are not a multiple of %d segments", x.dim(0), segments);
        require(weight.dim(1) == x.dim(1), "weight %s expects %d channels, input %s has %d", weight, weight.dim(1), x,
                x.dim(1));
        return spec.outputFrames(segments, weight.dim(2));
    }

    /** Channels and frames exchanged: {@code [N, A, B, H, W]} to {@code [N, B, A, H, W]}. */
    private static Tensor exchanged(Tensor x) {
        int a = x.dim(1);
        int b = x.dim(2);
        int plane = x.dim(3) * x.dim(4);
        Tensor y = Tensor.zeros(x.dim(0), b, a, x.dim(3), x.dim(4));
        WorkerPool.current().forEach(x.dim(0) * a, task -> {
            for (int i = 0; i < b; i++) {
                System.arraycopy(x.data(), (task * b + i) * plane,
                        y.data(), ((task / a * b + i) * a + task % a) * plane, plane);
            }
        });
        return y;
    }
}
