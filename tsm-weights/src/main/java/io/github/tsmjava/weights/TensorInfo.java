package io.github.tsmjava.weights;

import java.util.Arrays;
import java.util.List;

/**
 * What a file says about one of its tensors.
 *
 * @param name  the name in the file
 * @param dtype the number type in the file
 * @param shape the dimensions; empty for a scalar
 */
public record TensorInfo(String name, DType dtype, List<Integer> shape) {

    public TensorInfo {
        shape = List.copyOf(shape);
    }

    public TensorInfo(String name, DType dtype, int... shape) {
        this(name, dtype, Arrays.stream(shape).boxed().toList());
    }

    /** The number of elements: the product of the dimensions. */
    public long size() {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }
}
