package io.github.tsmjava.nn.parameter;

import io.github.tsmjava.tensor.Tensor;

/** Gives parameters to layers under construction: from a checkpoint, from a random generator, from a rule. */
@FunctionalInterface
public interface ParameterSource {

    /**
     * The tensor of the given name, exactly of the given shape.
     *
     * @param name the whole path, as in PyTorch's state_dict
     */
    Tensor get(String name, Role role, int... shape);
}
