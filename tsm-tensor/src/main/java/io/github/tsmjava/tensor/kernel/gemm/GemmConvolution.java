package io.github.tsmjava.tensor.kernel.gemm;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.ConvAlgorithm;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.base.Matrix;

/**
 * Convolution as a matrix product for each group: filters {@code [outChannels, depth]} times patches {@code [depth,
 * pixels]}, a patch being what one output pixel of one image reads. It accepts every shape, so it comes after the
 * faster ones in {@code Kernels.convolutions}.
 */
public final class GemmConvolution implements ConvAlgorithm {

    private final Gemm gemm;

    public GemmConvolution(Gemm gemm) {
        this.gemm = gemm;
    }

    @Override
    public String name() {
        return "gemm-" + gemm.kernel().name();
    }

    @Override
    public boolean accepts(ConvShape shape) {
        return true;
    }

    @Override
    public void run(ConvShape s, float[] x, float[] weight, float[] bias, float[] y, WorkerPool pool) {
        int outChannels = s.groupOutChannels();
        for (int group = 0; group < s.groups(); group++) {
            Matrix filters = Matrix.rowMajor(weight, group * outChannels * s.depth(), s.depth());
            Result result = new Result(y, group * outChannels * s.outPlane(), s.outPlane(),
                    s.outPlane(), s.outChannels() * s.outPlane(), bias, group * outChannels);
            gemm.multiply(filters, outChannels, patches(s, x, group), result, pool);
        }
    }

    /**
     * The gradient of a pointwise convolution with respect to its input: a pointwise convolution with transposed
     * filters, which are read in place.
     *
     * @param s  the convolution
     * @param dx overwritten
     */
    public void pointwiseInputGradient(ConvShape s, float[] weight, float[] dy, float[] dx, WorkerPool pool) {
        int in = s.groupInChannels();
        int out = s.groupOutChannels();
        int plane = s.inPlane();
        for (int group = 0; group < s.groups(); group++) {
            Matrix filters = new Matrix(weight, group * out * in, 1, in);
            Columns pixels = new PlaneColumns(dy, group * out * plane, s.batch(), plane, s.outChannels() * plane,
                    plane, out);
            Result result = new Result(dx, group * in * plane, plane, plane, s.inChannels() * plane, null, 0);
            gemm.multiply(filters, in, pixels, result, pool);
        }
    }

    private static Columns patches(ConvShape s, float[] x, int group) {
        if (s.pointwise()) {
            return new PlaneColumns(x, group * s.groupInChannels() * s.inPlane(), s.batch(), s.inPlane(),
                    s.inChannels() * s.inPlane(), s.inPlane(), s.groupInChannels());
        }
        return new PatchColumns(s, x, group);
    }
}
