package io.github.tsmjava.nn.parameter;

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
