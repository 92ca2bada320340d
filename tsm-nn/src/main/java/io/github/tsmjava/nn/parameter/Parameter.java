package io.github.tsmjava.nn.parameter;

import io.github.tsmjava.tensor.Tensor;

/**
 * A named tensor that belongs to a layer.
 *
 * @param name the whole path, as in PyTorch's state_dict: {@code base_model.layer1.0.conv1.net.weight}
 */
public record Parameter(String name, Role role, Tensor tensor) {
}
