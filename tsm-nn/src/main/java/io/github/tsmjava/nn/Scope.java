package io.github.tsmjava.nn;

import io.github.tsmjava.nn.parameter.Parameter.Role;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.tensor.Tensor;

/**
 * A place in the tree of names, and the source of the parameters below it. A layer gets the scope it lives in and hands
 * narrower ones to its children; the path so built is the key in PyTorch's state_dict.
 *
 * @param path the names from the root, joined by dots; empty at the root
 */
public record Scope(String path, ParameterSource source) {

    /** The root. */
    public static Scope root(ParameterSource source) {
        return new Scope("", source);
    }

    public Scope at(String name) {
        return new Scope(path.isEmpty() ? name : path + "." + name, source);
    }

    public Scope at(int index) {
        return at(Integer.toString(index));
    }

    Tensor tensor(String name, Role role, int... shape) {
        return source.get(at(name).path, role, shape);
    }
}
