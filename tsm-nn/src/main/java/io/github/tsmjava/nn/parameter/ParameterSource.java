package io.github.tsmjava.nn.parameter;

import io.github.tsmjava.nn.parameter.Parameter.Role;
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

    /**
     * Fresh parameters for a network that has not been trained: convolutions N(0, √(2 / (k·k·C_out))), linear layers
     * N(0, 0.001), biases 0, batch norm 1 and 0; but 0 and 0 at the end of non-local blocks, which so begin as the
     * identity. The same seed gives the same network.
     */
    static ParameterSource random(long seed) {
        return new Initializer(seed);
    }
}
