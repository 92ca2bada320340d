package io.github.tsmjava.tensor.ops.training;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.base.ChannelRows;
import io.github.tsmjava.tensor.kernel.base.Channels;
import io.github.tsmjava.tensor.kernel.base.LaneSum;
import io.github.tsmjava.tensor.kernel.base.Planes;
import io.github.tsmjava.tensor.kernel.base.Scratch;
import io.github.tsmjava.tensor.kernel.gradient.ChannelKernels;
import io.github.tsmjava.tensor.kernel.gradient.ChannelKernels.Affine;
import io.github.tsmjava.tensor.ops.Activation;
import io.github.tsmjava.tensor.ops.Activation.Clamp;
import java.util.Arrays;

/**
 * Batch normalisation, residual and activation of {@code [N, C, …]}, in one pass forwards and one backwards:
 *
 * <pre>
 *   y = clamp((x - mean[c]) · invStd[c] · weight[c] + bias[c] + residual)
 * </pre>
 *
 * The statistics are those of the batch, whose gradient then flows through them, or running ones, which are constants.
 *
 * <p>Source: Ioffe, Szegedy, "Batch Normalization", ICML 2015; {@code torch.nn.functional.batch_norm}.
 */
public final class Normalization {

    /** Elements whose mean is about that of all. */
    private static final int ENOUGH = 1 << 14;

    private final double[] mean;
    private final double[] var;
    private final double[] invStd;
    private final float[] scale;
    private final float[] offset;
    /** How many elements of a channel the statistics are made of; 0 for running ones. */
    private final long count;

    private Normalization(double[] mean, double[] var, long count, Tensor weight, Tensor bias, double eps) {
        int channels = mean.length;
        Channels.requireParameter("weight", weight, channels);
        Channels.requireParameter("bias", bias, channels);
        this.mean = mean;
        this.var = var;
        this.count = count;
        invStd = new double[channels];
        scale = new float[channels];
        offset = new float[channels];
        for (int c = 0; c < channels; c++) {
            invStd[c] = 1 / Math.sqrt(var[c] + eps);
            scale[c] = (float) (invStd[c] * weight.data()[c]);
            offset[c] = (float) (bias.data()[c] - mean[c] * invStd[c] * weight.data()[c]);
        }
    }

    /**
     * With the statistics of the batch.
     *
     * @param x      {@code [N, C, …]}
     * @param weight {@code [C]}, gamma
     * @param bias   {@code [C]}, beta
     * @param eps    added to the variance
     * @throws io.github.tsmjava.tensor.ShapeException if a channel has fewer than two elements, which have no variance
     */
    public static Normalization ofBatch(Tensor x, Tensor weight, Tensor bias, double eps) {
        Channels channels = Channels.of(x);
        require(channels.count() > 1, "batch statistics need more than 1 element for each channel, got %d: %s",
                channels.count(), x);
        double[] mean = new double[channels.channels()];
        double[] var = new double[channels.channels()];
        ChannelKernels kernels = Kernels.get().gradients().channels();
        channels.forGroups((first, end) -> {
            ChannelRows rows = channels.rows(x, first, end, Scratch.PADDED);
            double[] lanes = new double[2 * kernels.lanes()];
            float[] centre = new float[end - first];
            double[] sums = new double[end - first];
            double[] squares = new double[end - first];
            for (int c = first; c < end; c++) {
                // Sums of differences to about the mean lose no digits.
                int some = Math.min(rows.length(), ENOUGH);
                kernels.moments(rows.data(), rows.at(0, c), some, 0f, lanes);
                centre[c - first] = (float) (LaneSum.of(lanes, 0, kernels.lanes()) / some);
            }
            for (int n = 0; n < rows.count(); n++) {
                for (int c = first; c < end; c++) {
                    kernels.moments(rows.data(), rows.at(n, c), rows.length(), centre[c - first], lanes);
                    sums[c - first] += LaneSum.of(lanes, 0, kernels.lanes());
                    squares[c - first] += LaneSum.of(lanes, kernels.lanes(), kernels.lanes());
                }
            }
            for (int c = first; c < end; c++) {
                double sum = sums[c - first];
                mean[c] = centre[c - first] + sum / channels.count();
                var[c] = Math.max(0, squares[c - first] - sum * sum / channels.count()) / channels.count();
            }
        });
        return new Normalization(mean, var, channels.count(), weight, bias, eps);
    }

    /**
     * With running statistics.
     *
     * @param weight {@code [C]}, gamma
     * @param bias   {@code [C]}, beta
     * @param mean   {@code [C]}
     * @param var    {@code [C]}
     * @param eps    added to the variance
     */
    public static Normalization ofRunning(Tensor weight, Tensor bias, Tensor mean, Tensor var, double eps) {
        require(mean.rank() == 1 && mean.sameShape(var), "mean %s and variance %s differ", mean, var);
        double[] means = new double[mean.size()];
        double[] vars = new double[mean.size()];
        Arrays.setAll(means, c -> mean.data()[c]);
        Arrays.setAll(vars, c -> var.data()[c]);
        return new Normalization(means, vars, 0, weight, bias, eps);
    }

    /** No normalisation at all: only the residual and the activation. */
    public static Normalization identity(int channels) {
        Tensor ones = Tensor.zeros(channels);
        Arrays.fill(ones.data(), 1f);
        return ofRunning(ones, Tensor.zeros(channels), Tensor.zeros(channels), ones, 0);
    }

    /**
     * Moves running statistics towards those of the batch: {@code running = (1 - momentum) · running + momentum ·
     * batch}, the batch's variance being the unbiased one.
     *
     * @param momentum 0.1 in PyTorch
     * @throws IllegalStateException if these are not statistics of a batch
     */
    public void updateRunning(Tensor runningMean, Tensor runningVar, double momentum) {
        if (count == 0) {
            throw new IllegalStateException("these are running statistics themselves");
        }
        Channels.requireParameter("mean", runningMean, mean.length);
        Channels.requireParameter("variance", runningVar, mean.length);
        double unbiased = (double) count / (count - 1);
        for (int c = 0; c < mean.length; c++) {
            runningMean.data()[c] = (float) ((1 - momentum) * runningMean.data()[c] + momentum * mean[c]);
            runningVar.data()[c] = (float) ((1 - momentum) * runningVar.data()[c] + momentum * unbiased * var[c]);
        }
    }

    /**
     * Normalises.
     *
     * @param x              {@code [N, C, …]}
     * @param residualOrNull of the same shape, added before the activation
     * @param y              of the same shape, overwritten; may be x
     */
    public void apply(Tensor x, Tensor residualOrNull, Clamp clamp, Tensor y) {
        Channels channels = checked(x);
        require(x.sameShape(y), "input %s and output %s differ", x, y);
        require(residualOrNull == null || x.sameShape(residualOrNull), "cannot add %s and %s", x, residualOrNull);
        ChannelKernels kernels = Kernels.get().gradients().channels();
        if (!channels.hasShortPlanes()) {
            float[] residual = residualOrNull == null ? null : residualOrNull.data();
            int planes = channels.images() * channels.channels();
            WorkerPool.current().forRanges(planes, Planes.grain(channels.plane()), (from, to) -> {
                for (int p = from; p < to; p++) {
                    Affine affine = affine(p % channels.channels(), clamp);
                    kernels.apply(affine, x.data(), residual, p * channels.plane(), channels.plane(), y.data());
                }
            });
            return;
        }
        channels.forGroups((first, end) -> {
            ChannelRows rows = channels.rows(x, first, end, Scratch.PADDED);
            float[] residual = residualOrNull == null ? null
                    : channels.rows(residualOrNull, first, end, Scratch.PANELS).data();
            ChannelRows result = channels.emptyRows(y, first, end, Scratch.SUMS);
            for (int c = first; c < end; c++) {
                kernels.apply(affine(c, clamp), rows.data(), residual, rows.at(0, c), rows.length(), result.data());
            }
            result.store(y);
        });
    }

    /**
     * The gradient of a residual: {@code dy} where the activation let y through, else 0. It is also what {@link
     * #backward} must be given, with {@link Activation#IDENTITY}, when there was a residual.
     *
     * @param y what {@link #apply} computed
     * @param g overwritten; may be dy
     */
    public static void mask(Tensor dy, Tensor y, Clamp clamp, Tensor g) {
        require(dy.sameShape(y) && dy.sameShape(g), "gradients %s and %s and output %s differ", dy, g, y);
        ChannelKernels kernels = Kernels.get().gradients().channels();
        WorkerPool.current().forRanges(y.size(), Planes.GRAIN, (from, to) ->
                kernels.mask(dy.data(), y.data(), clamp.low(), clamp.high(), from, to - from, g.data()));
    }

    /**
     * The gradients of {@link #apply} without residual.
     *
     * @param dy            {@code [N, C, …]}
     * @param x             what was normalised
     * @param dx            overwritten; may be dy
     * @param dWeightOrNull {@code [C]}, overwritten; null if the gradients of the parameters are not wanted
     * @param dBiasOrNull   {@code [C]}, overwritten; null if the other is
     */
    public void backward(Tensor dy, Tensor x, Clamp clamp, Tensor dx, Tensor dWeightOrNull, Tensor dBiasOrNull) {
        Channels channels = checked(x);
        require(dy.sameShape(x) && dx.sameShape(x), "gradients %s and %s and input %s differ", dy, dx, x);
        boolean parameters = dWeightOrNull != null;
        if (parameters) {
            Channels.requireParameter("weight gradient", dWeightOrNull, mean.length);
            Channels.requireParameter("bias gradient", dBiasOrNull, mean.length);
        }
        ChannelKernels kernels = Kernels.get().gradients().channels();
        channels.forGroups((first, end) -> {
            ChannelRows in = channels.rows(x, first, end, Scratch.PADDED);
            ChannelRows out = channels.rows(dy, first, end, Scratch.PANELS);
            double[] sums = new double[end - first];
            double[] products = new double[end - first];
            if (parameters || count > 0) {
                double[] lanes = new double[2 * kernels.lanes()];
                for (int n = 0; n < in.count(); n++) {
                    for (int c = first; c < end; c++) {
                        kernels.gradientSums(affine(c, clamp), out.data(), in.data(), in.at(n, c), in.length(),
                                (float) mean[c], lanes);
                        sums[c - first] += LaneSum.of(lanes, 0, kernels.lanes());
                        products[c - first] += LaneSum.of(lanes, kernels.lanes(), kernels.lanes());
                    }
                }
            }
            if (parameters) {
                for (int c = first; c < end; c++) {
                    dWeightOrNull.data()[c] = (float) (products[c - first] * invStd[c]);
                    dBiasOrNull.data()[c] = (float) sums[c - first];
                }
            }
            ChannelRows gradient = channels.emptyRows(dx, first, end, Scratch.SUMS);
            for (int n = 0; n < in.count(); n++) {
                for (int c = first; c < end; c++) {
                    // The gradient through the batch's mean and variance; running statistics are constants.
                    double share = count == 0 ? 0 : -scale[c] / (double) count;
                    double slope = share * invStd[c] * invStd[c] * products[c - first];
                    kernels.gradient(affine(c, clamp), out.data(), in.data(), in.at(n, c), in.length(),
                            (float) mean[c], (float) slope, (float) (share * sums[c - first]), gradient.data());
                }
            }
            gradient.store(dx);
        });
    }

    private Affine affine(int channel, Clamp clamp) {
        return new Affine(scale[channel], offset[channel], clamp.low(), clamp.high());
    }

    private Channels checked(Tensor x) {
        Channels channels = Channels.of(x);
        require(channels.channels() == mean.length,
                "%d channels, but statistics of %d", channels.channels(), mean.length);
        return channels;
    }
}
