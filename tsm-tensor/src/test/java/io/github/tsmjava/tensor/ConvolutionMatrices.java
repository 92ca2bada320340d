package io.github.tsmjava.tensor;

import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import java.util.Arrays;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * A convolution and its gradients as products of matrices, by Commons Math in double precision: what kernels are
 * compared with. Of an image and a group, column p of the patches is what the filters read for output pixel p, row by
 * row as a filter's weights lie; so the output is weights times patches. Tensors are {@code [N, C, T, H, W]}; images
 * are clips of one frame.
 */
@SuppressWarnings("exports") // tests alone see it
public final class ConvolutionMatrices {

    private final int batch;
    private final int groups;
    /** Of one group. */
    private final int filters;
    private final int inputs;
    private final int depth;
    private final int positions;
    /** Which of a group's inputs stands in a row and column of the patches; -1 for the zeros around the image. */
    private final int[][] source;

    /**
     * @param in     channels, frames, rows and columns of the input
     * @param out    the same of the output
     * @param kernel taps in time, down and across; likewise stride and padding
     */
    private ConvolutionMatrices(int batch, int groups, int[] in, int[] out, int[] kernel, int[] stride, int[] pad) {
        this.batch = batch;
        this.groups = groups;
        filters = out[0] / groups;
        inputs = in[0] / groups * in[1] * in[2] * in[3];
        depth = in[0] / groups * kernel[0] * kernel[1] * kernel[2];
        positions = out[1] * out[2] * out[3];
        source = new int[depth][positions];
        for (int k = 0; k < depth; k++) {
            for (int p = 0; p < positions; p++) {
                int column = p % out[3] * stride[2] + k % kernel[2] - pad[2];
                int row = p / out[3] % out[2] * stride[1] + k / kernel[2] % kernel[1] - pad[1];
                int frame = p / out[3] / out[2] * stride[0] + k / kernel[2] / kernel[1] % kernel[0] - pad[0];
                int channel = k / kernel[2] / kernel[1] / kernel[0];
                boolean inside = frame >= 0 && frame < in[1] && row >= 0 && row < in[2]
                        && column >= 0 && column < in[3];
                source[k][p] = inside ? ((channel * in[1] + frame) * in[2] + row) * in[3] + column : -1;
            }
        }
    }

    public static ConvolutionMatrices of(ConvShape s) {
        return new ConvolutionMatrices(s.batch(), s.groups(), new int[] {s.inChannels(), 1, s.inHeight(), s.inWidth()},
                new int[] {s.outChannels(), 1, s.outHeight(), s.outWidth()},
                new int[] {1, s.kernelHeight(), s.kernelWidth()},
                new int[] {1, s.strideHeight(), s.strideWidth()}, new int[] {0, s.padHeight(), s.padWidth()});
    }

    /**
     * Of a convolution over time.
     *
     * @param x      shape {@code [N, C, T, H, W]}
     * @param weight shape {@code [O, C, kernelT, kernelH, kernelW]}
     * @param y      shape {@code [N, O, outT, outH, outW]}
     */
    public static ConvolutionMatrices of(int[] x, int[] weight, int[] y, Conv3dSpec spec) {
        return new ConvolutionMatrices(x[0], 1, Arrays.copyOfRange(x, 1, 5), Arrays.copyOfRange(y, 1, 5),
                Arrays.copyOfRange(weight, 2, 5),
                new int[] {spec.strideT(), spec.image().strideH(), spec.image().strideW()},
                new int[] {spec.padT(), spec.image().padH(), spec.image().padW()});
    }

    /** The output; the bias may be null. */
    public Sums output(float[] x, float[] weight, float[] bias) {
        return new Sums(convolve(x, weight, bias), convolve(absolute(x), absolute(weight), absolute(bias)));
    }

    /** The gradient with respect to the input. */
    public Sums inputGradient(float[] weight, float[] dy) {
        return new Sums(spread(weight, dy), spread(absolute(weight), absolute(dy)));
    }

    /** The gradient with respect to the weights. */
    public Sums weightGradient(float[] x, float[] dy) {
        return new Sums(correlate(x, dy), correlate(absolute(x), absolute(dy)));
    }

    private double[] convolve(float[] x, float[] weight, float[] bias) {
        double[] y = new double[batch * groups * filters * positions];
        for (int part = 0; part < batch * groups; part++) {
            int group = part % groups;
            RealMatrix product = weights(weight, group).multiply(patches(x, part));
            for (int o = 0; o < filters; o++) {
                double start = bias == null ? 0 : bias[group * filters + o];
                double[] row = product.getRowVector(o).mapAdd(start).toArray();
                System.arraycopy(row, 0, y, (part * filters + o) * positions, positions);
            }
        }
        return y;
    }

    private double[] spread(float[] weight, float[] dy) {
        double[] dx = new double[batch * groups * inputs];
        for (int part = 0; part < batch * groups; part++) {
            double[][] patches = weights(weight, part % groups).transpose().multiply(outputs(dy, part)).getData();
            for (int k = 0; k < depth; k++) {
                for (int p = 0; p < positions; p++) {
                    if (source[k][p] >= 0) {
                        dx[part * inputs + source[k][p]] += patches[k][p];
                    }
                }
            }
        }
        return dx;
    }

    private double[] correlate(float[] x, float[] dy) {
        double[] dw = new double[groups * filters * depth];
        for (int group = 0; group < groups; group++) {
            RealMatrix sum = MatrixUtils.createRealMatrix(filters, depth);
            for (int part = group; part < batch * groups; part += groups) {
                sum = sum.add(outputs(dy, part).multiply(patches(x, part).transpose()));
            }
            for (int o = 0; o < filters; o++) {
                System.arraycopy(sum.getRow(o), 0, dw, (group * filters + o) * depth, depth);
            }
        }
        return dw;
    }

    private RealMatrix patches(float[] x, int part) {
        double[][] patches = new double[depth][positions];
        for (int k = 0; k < depth; k++) {
            for (int p = 0; p < positions; p++) {
                patches[k][p] = source[k][p] < 0 ? 0 : x[part * inputs + source[k][p]];
            }
        }
        return MatrixUtils.createRealMatrix(patches);
    }

    private RealMatrix weights(float[] weight, int group) {
        return matrix(weight, group * filters * depth, filters, depth);
    }

    private RealMatrix outputs(float[] y, int part) {
        return matrix(y, part * filters * positions, filters, positions);
    }

    private static RealMatrix matrix(float[] numbers, int from, int rows, int columns) {
        double[][] matrix = new double[rows][columns];
        for (int i = 0; i < rows * columns; i++) {
            matrix[i / columns][i % columns] = numbers[from + i];
        }
        return MatrixUtils.createRealMatrix(matrix);
    }

    private static float[] absolute(float[] numbers) {
        if (numbers == null) {
            return null;
        }
        float[] absolute = new float[numbers.length];
        for (int i = 0; i < absolute.length; i++) {
            absolute[i] = Math.abs(numbers[i]);
        }
        return absolute;
    }
}
