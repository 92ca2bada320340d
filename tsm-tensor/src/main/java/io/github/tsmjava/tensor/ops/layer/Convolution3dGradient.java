package io.github.tsmjava.tensor.ops.layer;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.TemporalPatches;
import io.github.tsmjava.tensor.ops.Add;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.Convolution3d;
import java.util.Arrays;

/**
 * The gradients of {@link Convolution3d#frames}, given {@code dy}, the gradient of a loss with respect to the output.
 * They are those of the 2-D convolution that computes it, whose channels are a clip's frames once for each tap in time;
 * the gradients of one frame's copies are added up. All results are written into tensors that exist and do not depend
 * on the number of threads. That of the bias is {@link ConvolutionGradient#bias}. Source: {@code torch.nn.grad}.
 */
public final class Convolution3dGradient {

    private Convolution3dGradient() { }

    /**
     * With respect to the input.
     *
     * @param dy       {@code [N·outT, O, outH, outW]}
     * @param segments T, the frames of a clip
     * @param weight   {@code [O, C, kernelT, kernelH, kernelW]}
     * @param dx       {@code [N·T, C, H, W]}, overwritten
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together
     */
    public static void input(Tensor dy, int segments, Tensor weight, Conv3dSpec spec, Tensor dx) {
        int outT = requireGradient(dx, segments, weight, spec, dy);
        Tensor filter = TemporalPatches.filter(weight);
        if (spec.isFrameByFrame(weight.dim(2))) {
            ConvolutionGradient.input(dy, filter, spec.image(), dx);
            return;
        }
        Tensor patches = Tensor.zeros(outT, filter.dim(1), dx.dim(2), dx.dim(3));
        for (int clip = 0; clip < dx.dim(0) / segments; clip++) {
            ConvolutionGradient.input(dy.slice(clip * outT, (clip + 1) * outT), filter, spec.image(), patches);
            gather(patches, clip * segments, segments, spec, dx);
        }
    }

    /**
     * With respect to the weight.
     *
     * @param x        {@code [N·T, C, H, W]}
     * @param segments T, the frames of a clip
     * @param dy       {@code [N·outT, O, outH, outW]}
     * @param dw       {@code [O, C, kernelT, kernelH, kernelW]}, overwritten
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together
     */
    public static void weight(Tensor x, int segments, Tensor dy, Conv3dSpec spec, Tensor dw) {
        int outT = requireGradient(x, segments, dw, spec, dy);
        int kernelT = dw.dim(2);
        Tensor filter = TemporalPatches.filter(dw);
        if (spec.isFrameByFrame(kernelT)) {
            ConvolutionGradient.weight(x, dy, spec.image(), filter);
            return;
        }
        Arrays.fill(dw.data(), 0f);
        Tensor part = Tensor.zeros(filter.shape());
        for (int clip = 0; clip < x.dim(0) / segments; clip++) {
            Tensor patches = TemporalPatches.of(x.slice(clip * segments, (clip + 1) * segments), kernelT, outT,
                    spec.strideT(), spec.padT());
            ConvolutionGradient.weight(patches, dy.slice(clip * outT, (clip + 1) * outT), spec.image(), part);
            Add.addInPlace(filter, part);
        }
    }

    /** The adjoint of {@link TemporalPatches#of}: each frame of a clip gets the sum over the taps that read it. */
    private static void gather(Tensor patches, int firstFrame, int segments, Conv3dSpec spec, Tensor dx) {
        int channels = dx.dim(1);
        int kernelT = patches.dim(1) / channels;
        int plane = dx.dim(2) * dx.dim(3);
        WorkerPool.current().forEach(segments * channels, task -> {
            int frame = task / channels;
            int channel = task % channels;
            int to = (firstFrame * channels + task) * plane;
            Arrays.fill(dx.data(), to, to + plane, 0f);
            for (int tap = 0; tap < kernelT; tap++) {
                int moved = frame + spec.padT() - tap;
                int t = moved / spec.strideT();
                if (moved >= 0 && moved % spec.strideT() == 0 && t < patches.dim(0)) {
                    add(patches.data(), ((t * channels + channel) * kernelT + tap) * plane, dx.data(), to, plane);
                }
            }
        });
    }

    private static void add(float[] from, int at, float[] to, int toAt, int count) {
        for (int i = 0; i < count; i++) {
            to[toAt + i] += from[at + i];
        }
    }

    /** The number of output frames of a clip; all shapes are checked. */
    private static int requireGradient(Tensor x, int segments, Tensor weight, Conv3dSpec spec, Tensor dy) {
        int outT = Convolution3d.outputFrames(x, segments, weight, spec);
        int frames = x.dim(0) / segments * outT;
        int height = spec.image().outputHeight(x.dim(2), weight.dim(3));
        int width = spec.image().outputWidth(x.dim(3), weight.dim(4));
        require(dy.hasShape(frames, weight.dim(0), height, width),
                "the output has %d frames of %d channels of %d by %d pixels, not %s", frames, weight.dim(0), height,
                width, dy);
        return outT;
    }
}
