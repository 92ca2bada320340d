package io.github.tsmjava.tensor.ops.layer;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;

/**
 * The fully connected layer, {@code y[n, o] = bias[o] + sum over i of weight[o, i] * x[n, i]}. Source:
 * {@code torch.nn.functional.linear}.
 */
public final class Linear {

    private Linear() { }

    /**
     * Applies the layer.
     *
     * @param x          {@code [N, in]}
     * @param weight     {@code [out, in]}
     * @param biasOrNull {@code [out]}, or null for none
     * @return {@code [N, out]}
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together
     */
    public static Tensor linear(Tensor x, Tensor weight, Tensor biasOrNull) {
        require(x.rank() == 2, "expected an input [N, in] of 2 axes, got %d: %s", x.rank(), x);
        require(weight.rank() == 2, "expected a weight [out, in] of 2 axes, got %d: %s", weight.rank(), weight);
        require(weight.dim(1) == x.dim(1), "weight %s expects %d features, input %s has %d",
                weight, weight.dim(1), x, x.dim(1));
        int outputs = weight.dim(0);
        require(biasOrNull == null || biasOrNull.hasShape(outputs),
                "bias %s does not fit %d outputs", biasOrNull, outputs);
        Tensor y = MatMul.matmul(x, weight, false, true);
        if (biasOrNull != null) {
            float[] bias = biasOrNull.data();
            float[] data = y.data();
            for (int row = 0; row < data.length; row += outputs) {
                for (int o = 0; o < outputs; o++) {
                    data[row + o] += bias[o];
                }
            }
        }
        return y;
    }
}
