package io.github.tsmjava.nn;

import io.github.tsmjava.nn.parameter.Parameter.Role;
import io.github.tsmjava.tensor.Tensor;

/**
 * Batch normalisation with the running statistics: {@code (x - mean) / sqrt(var + eps) · weight + bias} per channel, on
 * {@code [N, C, …]}. Serves as PyTorch's BatchNorm2d and BatchNorm3d, which differ in nothing here.
 */
public final class BatchNorm extends Leaf {

    /** PyTorch's default, used by every network here. */
    public static final double EPS = 1e-5;

    private final Tensor weight;
    private final Tensor bias;
    private final Tensor mean;
    private final Tensor var;

    public BatchNorm(Scope scope, int channels) {
        super(scope);
        this.weight = parameter(scope, "weight", Role.NORM_WEIGHT, channels);
        this.bias = parameter(scope, "bias", Role.NORM_BIAS, channels);
        this.mean = parameter(scope, "running_mean", Role.RUNNING_MEAN, channels);
        this.var = parameter(scope, "running_var", Role.RUNNING_VAR, channels);
    }

    public Tensor weight() {
        return weight;
    }

    public Tensor bias() {
        return bias;
    }

    public Tensor mean() {
        return mean;
    }

    public Tensor var() {
        return var;
    }

    @Override
    Tensor compute(Tensor x) {
        return io.github.tsmjava.tensor.ops.layer.BatchNorm.inference(x, weight, bias, mean, var, EPS);
    }
}
