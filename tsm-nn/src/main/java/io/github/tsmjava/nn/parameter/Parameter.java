package io.github.tsmjava.nn.parameter;

import io.github.tsmjava.tensor.Tensor;

/**
 * A named tensor that belongs to a layer.
 *
 * @param name the whole path, as in PyTorch's state_dict: {@code base_model.layer1.0.conv1.net.weight}
 */
public record Parameter(String name, Role role, Tensor tensor) {

    /** What a parameter is for: decides how it is initialised, and later how it is trained. */
    public enum Role {
        CONV_WEIGHT,
        LINEAR_WEIGHT,
        /** The bias of a convolution or of a linear layer. */
        BIAS,
        NORM_WEIGHT,
        NORM_BIAS,
        RUNNING_MEAN,
        RUNNING_VAR
    }
}
