package io.github.tsmjava.tensor.kernel.base;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;

/**
 * A 3-D convolution as a 2-D one: its taps in time become channels, and each output frame gets those frames that its
 * filter reads, one behind the other.
 */
public final class TemporalPatches {

    private TemporalPatches() { }

    /** The weight with the taps in time as channels: {@code [O, C·kernelT, kernelH, kernelW]}, the same elements. */
    public static Tensor filter(Tensor weight) {
        return weight.reshape(weight.dim(0), weight.dim(1) * weight.dim(2), weight.dim(3), weight.dim(4));
    }

    /** The frames of one clip that the filter reads for each output frame: {@code [outT, C·kernelT, H, W]}. */
    public static Tensor of(Tensor clip, int kernelT, int outT, int strideT, int padT) {
        int channels = clip.dim(1);
        int plane = clip.dim(2) * clip.dim(3);
        Tensor patches = Tensor.zeros(outT, channels * kernelT, clip.dim(2), clip.dim(3));
        WorkerPool.current().forEach(outT * kernelT, task -> {
            int tap = task % kernelT;
            int t = task / kernelT;
            int frame = t * strideT + tap - padT;
            if (frame >= 0 && frame < clip.dim(0)) {
                for (int c = 0; c < channels; c++) {
                    System.arraycopy(clip.data(), (frame * channels + c) * plane,
                            patches.data(), ((t * channels + c) * kernelT + tap) * plane, plane);
                }
            }
        });
        return patches;
    }
}
