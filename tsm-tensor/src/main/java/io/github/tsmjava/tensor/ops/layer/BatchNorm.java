package io.github.tsmjava.tensor.ops.layer;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.Channels;
import io.github.tsmjava.tensor.kernel.base.Planes;

/**
 * Batch normalisation. Source: Ioffe, Szegedy, "Batch Normalization", ICML 2015; {@code
 * torch.nn.functional.batch_norm}.
 */
public final class BatchNorm {

    private BatchNorm() { }

    /**
     * Normalises with the statistics of training: {@code y = (x - mean[c]) / sqrt(var[c] + eps) * weight[c] + bias[c]}.
     *
     * @param x      {@code [N, C, …]}
     * @param weight {@code [C]}, gamma
     * @param bias   {@code [C]}, beta
     * @param mean   {@code [C]}, the running mean
     * @param var    {@code [C]}, the running variance
     * @param eps    added to the variance, 1e-5 in PyTorch
     * @return a tensor of the shape of {@code x}
     * @throws io.github.tsmjava.tensor.ShapeException if a parameter does not have one value for each channel
     */
    public static Tensor inference(Tensor x, Tensor weight, Tensor bias, Tensor mean, Tensor var, double eps) {
        require(x.rank() >= 2, "expected an input [N, C, …] of at least 2 axes, got %d: %s", x.rank(), x);
        int channels = x.dim(1);
        Channels.requireParameter("weight", weight, channels);
        Channels.requireParameter("bias", bias, channels);
        Channels.requireParameter("mean", mean, channels);
        Channels.requireParameter("variance", var, channels);
        float[] scale = new float[channels];
        float[] offset = new float[channels];
        for (int c = 0; c < channels; c++) {
            double factor = weight.data()[c] / Math.sqrt(var.data()[c] + eps);
            scale[c] = (float) factor;
            offset[c] = (float) (bias.data()[c] - mean.data()[c] * factor);
        }
        Tensor y = Tensor.zeros(x.shape());
        if (x.size() == 0) {
            return y;
        }
        int planes = x.dim(0) * channels;
        int plane = x.size() / planes;
        WorkerPool.current().forRanges(planes, Planes.grain(plane), (first, end) -> {
            for (int p = first; p < end; p++) {
                affine(x.data(), p * plane, (p + 1) * plane, scale[p % channels], offset[p % channels], y.data());
            }
        });
        return y;
    }

    private static void affine(float[] x, int from, int to, float scale, float offset, float[] y) {
        for (int i = from; i < to; i++) {
            y[i] = x[i] * scale + offset;
        }
    }
}
